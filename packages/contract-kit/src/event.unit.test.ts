import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type EventAttributes, fromHeaders, toHeaders } from './envelope.js';
import { defineEvent, type EventType } from './event.js';
import { PARTITIONS, partitionOf, streamName, subjectFilter, subjectOf } from './subject.js';

const spec = {
  type: 'shop.opened.v1',
  aggregate: 'shop',
  key: 'shopId',
  summary: 'A shop opened.',
  schema: z.object({ shopId: z.string() }),
  examples: [{ shopId: 's-1' }],
} as const;

describe('an event contract', () => {
  it('knows its service and version from its type', () => {
    expect(defineEvent({ ...spec, examples: [{ shopId: 's-1' }] })).toMatchObject({
      service: 'shop',
      version: 1,
    });
  });

  it.each(['shop.opened.v0', 'Shop.opened.v1', 'opened.v1', 'shop.opened_twice.v1'])(
    'refuses the type %s',
    (type) => {
      expect(() => defineEvent({ ...spec, examples: [{ shopId: 's-1' }], type: type as EventType })).toThrow(
        'kebab-case',
      );
    },
  );

  it('refuses an example that does not fit its schema, naming it', () => {
    const examples: [{ shopId: string }] = [JSON.parse('{"shopId": 7}') as { shopId: string }];
    expect(() => defineEvent({ ...spec, examples })).toThrow('/examples/0/shopId');
  });
});

describe('an envelope', () => {
  const attributes: EventAttributes = {
    id: '0198c0de-0000-7000-8000-000000000001',
    type: 'shop.opened.v1',
    service: 'shop',
    aggregateType: 'shop',
    aggregateId: '上海-1',
    aggregateVersion: 3,
    time: '2026-01-01T00:00:00.000Z',
    correlationId: 'c-1',
    causationId: 'e-0',
  };

  it('comes back from its headers as it went', () => {
    const headers = toHeaders(attributes);
    expect(fromHeaders((name) => headers[name])).toEqual(attributes);
  });

  it.each([
    ['ce-id', '', 'ce-id is missing'],
    ['ce-type', 'shop.opened.v1', 'ce-type does not start with io.quyu.'],
    ['ce-source', '/elsewhere/shop', 'ce-source does not start with /quyu/'],
    ['ce-sequence', '0', 'ce-sequence is not a positive integer'],
  ])('refuses the header %s = "%s"', (name, value, message) => {
    const headers = { ...toHeaders(attributes), [name]: value };
    expect(() => fromHeaders((each) => headers[each])).toThrow(message);
  });
});

describe('subjects', () => {
  it('name service, event, version and partition', () => {
    expect(subjectOf('quyu', 'shop.opened.v1', 7)).toBe('quyu.shop.opened.v1.p07');
    expect(subjectFilter('quyu', 'shop.opened.v1')).toBe('quyu.shop.opened.v1.*');
    expect(streamName('quyu', 'after-sales')).toBe('QUYU_AFTER_SALES');
  });

  it('put an aggregate on the same partition for ever: these vectors are in docs/events.md', () => {
    expect(['p-1', 'p-2', '杭州'].map((id) => partitionOf('partner', id))).toMatchInlineSnapshot(`
      [
        0,
        9,
        0,
      ]
    `);
  });

  it('use every partition', () => {
    const used = new Set(Array.from({ length: 500 }, (_, n) => partitionOf('partner', `p-${n}`)));
    expect(used.size).toBe(PARTITIONS);
    fc.assert(fc.property(fc.string(), fc.string(), (type, id) => partitionOf(type, id) < PARTITIONS));
  });
});
