import { describe, expect, test } from 'vitest';
import { type AuditedTable, defineDb } from './db.js';

const declaring =
  (declared: AuditedTable, table = 'partner') =>
  () =>
    defineDb({}, { audited: { [table]: declared } });

describe('an audited table', () => {
  test('is declared by its key, and what is personal or left out', () => {
    const declared = { key: ['partner_id'], personal: ['phone'], except: ['grade'] };
    expect(declaring(declared)().audited).toEqual({ partner: declared });
  });

  test('must have a key', () => {
    expect(declaring({ key: [] })).toThrow('audited table "partner": it needs the columns of its key');
  });

  test.each(['Partner', 'a"b', "x'; drop table y", ''])('cannot have the name %j', (name) => {
    expect(declaring({ key: ['id'] }, name)).toThrow('is not a name of lower case letters');
    expect(declaring({ key: [name] })).toThrow('is not a name of lower case letters');
    expect(declaring({ key: ['id'], personal: [name] })).toThrow('is not a name of lower case letters');
  });

  test('cannot hide what names its rows', () => {
    expect(declaring({ key: ['code'], personal: ['code'] })).toThrow('"code" is part of the key');
  });
});
