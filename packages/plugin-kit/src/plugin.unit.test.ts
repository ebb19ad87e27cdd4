import { z } from '@quyu/contract-kit';
import { describe, expect, test } from 'vitest';
import { defineDb } from './db.js';
import { type Figures, defineFigure } from './figures.js';
import { definePlugin } from './plugin.js';

const named = (id: string) => () =>
  definePlugin({ id, kit: '^1.0.0', summary: { en: 'Shop', zh: '门店' }, config: z.object({}) }, () => ({
    routes: {},
    handlers: {},
    jobs: {},
  }));

describe('the id of a plugin', () => {
  test.each(['Shop', 'shop_2', '2shop', 'shop-'])('cannot be %s: it is not kebab-case', (id) => {
    expect(named(id)).toThrow(`plugin "${id}": the id is not kebab-case`);
  });

  test.each(['advisories', 'provisioner', 'observer', 'guest'])(
    "cannot be %s, which is the platform's own",
    (id) => {
      expect(named(id)).toThrow('the platform has something of its own by this name');
    },
  );

  test('may be any other in kebab-case', () => {
    expect(named('after-sales')().spec.id).toBe('after-sales');
  });
});

describe('the figures of a plugin', () => {
  const help = { en: 'Shops', zh: '门店数' };
  const read = async () => [];
  const withFigures = (figures: Figures<unknown>) =>
    definePlugin(
      { id: 'shop', kit: '^1.0.0', summary: help, config: z.object({}), db: defineDb({}), figures },
      () => ({ routes: {}, handlers: {}, jobs: {} }),
    );

  test('are kept as they are declared', () => {
    const open = defineFigure<unknown, 'city'>({ help, labels: ['city'], read });
    expect(withFigures({ open_shops: open }).spec.figures).toEqual({ open_shops: open });
  });

  test('need names that metrics may have, and each label once', () => {
    expect(() => withFigures({ openShops: { help, read } })).toThrow('"openShops" is not snake_case');
    expect(() => withFigures({ open: { help, labels: ['a', 'a'], read } })).toThrow('used twice');
    expect(() => withFigures({ open: { help, labels: ['value'], read } })).toThrow('one is called "value"');
    expect(() => withFigures({ open: { help: { en: 'x', zh: '' }, read } })).toThrow('English and Chinese');
  });

  test('need a database to be read from', () => {
    const without = () =>
      definePlugin(
        { id: 'shop', kit: '^1.0.0', summary: help, config: z.object({}), figures: { open: { help, read } } },
        () => ({ routes: {}, handlers: {}, jobs: {} }),
      );
    expect(without).toThrow('declare db');
  });
});
