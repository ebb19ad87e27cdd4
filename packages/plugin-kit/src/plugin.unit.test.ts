import { z } from '@quyu/contract-kit';
import { describe, expect, test } from 'vitest';
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
