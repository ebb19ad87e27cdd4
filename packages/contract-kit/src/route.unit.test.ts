import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineApi } from './api.js';
import { defineErrors, Problem } from './problem.js';
import { defineRoute } from './route.js';
import { LINE_LIMIT, linesOf } from './wire.js';

const summary = { en: 'One shop', zh: '门店' };
const read = { kind: 'read', method: 'GET', permission: 'shop:read', summary } as const;

describe('a route', () => {
  it('declares exactly the parameters of its path', () => {
    expect(() => defineRoute({ ...read, path: '/shops/:shopId' })).toThrow(
      'params declares [], the path has [shopId]',
    );
  });

  it('refuses open objects, so that unknown fields cannot slip in', () => {
    const params = z.object({ shopId: z.string() });
    expect(() => defineRoute({ ...read, path: '/shops/:shopId', params })).toThrow(
      'must be a z.strictObject',
    );
  });
});

describe('an api', () => {
  const api = { service: 'shop', title: summary, permissions: { 'shop:read': 'See shops.' } } as const;
  const one = defineRoute({
    ...read,
    path: '/shops/:shopId',
    params: z.strictObject({ shopId: z.string() }),
  });
  const other = defineRoute({ ...read, path: '/shops/:code', params: z.strictObject({ code: z.string() }) });

  it('refuses two operations at one address', () => {
    expect(() => defineApi({ ...api, routes: { one, other } })).toThrow(
      'other and one are both GET /shops/:',
    );
  });

  it('refuses a permission nobody declared', () => {
    const routes = { one: defineRoute({ ...read, path: '/shops', permission: 'shop:admin' }) };
    expect(() => defineApi({ ...api, routes })).toThrow('undeclared permission "shop:admin"');
  });
});

describe('separation of duties', () => {
  const params = z.strictObject({ shopId: z.string() });
  const approve = {
    ...read,
    kind: 'write',
    method: 'POST',
    path: '/shops/:shopId/approval',
    params,
  } as const;
  const apartFrom = { operations: ['openShop'], of: 'shopId' };

  it('is of something in the path, and for writes', () => {
    expect(() => defineRoute({ ...approve, apartFrom: { ...apartFrom, of: 'code' } })).toThrow(
      'apartFrom is of "code", which is not in the path',
    );
    expect(() => defineRoute({ ...approve, kind: 'act', apartFrom })).toThrow('is for a write, not for act');
  });

  it('is from operations of the same API', () => {
    const api = { service: 'shop', title: summary, permissions: { 'shop:read': 'See shops.' } } as const;
    const routes = { approveShop: defineRoute({ ...approve, apartFrom }) };
    expect(() => defineApi({ ...api, routes })).toThrow('apart from "openShop", which is no operation of it');
  });
});

describe('a problem', () => {
  const errors = defineErrors({
    SHOP_NOT_FOUND: { status: 404, title: { en: 'Shop not found', zh: '找不到门店' } },
  });

  it('travels as RFC 9457, in the language of the reader', () => {
    const problem = errors.SHOP_NOT_FOUND({ detail: 'no shop has the code "s-9"' });
    expect(problem).toBeInstanceOf(Problem);
    expect(problem.toDocument('zh', 'req-1', '0af7651916cd43dd8448eb211c80319c')).toEqual({
      type: 'urn:quyu:problem:shop-not-found',
      title: '找不到门店',
      status: 404,
      code: 'SHOP_NOT_FOUND',
      detail: 'no shop has the code "s-9"',
      instance: 'req-1',
      traceId: '0af7651916cd43dd8448eb211c80319c',
    });
  });

  it('has a code in SCREAMING_SNAKE and an error status', () => {
    expect(() => defineErrors({ shopNotFound: { status: 404, title: summary } })).toThrow('SCREAMING_SNAKE');
    expect(() => defineErrors({ FINE: { status: 200, title: summary } })).toThrow('status 200');
  });
});

describe('lines of a stream', () => {
  async function* chunks(...parts: Uint8Array[]): AsyncIterable<Uint8Array> {
    yield* parts;
  }
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('are numbered from 1, wherever the chunks are cut', async () => {
    const whole = bytes('甲\r\n乙\n\n丙');
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const lines = await Array.fromAsync(linesOf(chunks(whole.slice(0, cut), whole.slice(cut))));
      expect(lines).toEqual(['甲', '乙', '', '丙'].map((text, index) => ({ line: index + 1, text })));
    }
  });

  it('refuse a line over the limit, and bytes that are not UTF-8', async () => {
    const long = linesOf(chunks(bytes('x'.repeat(LINE_LIMIT + 1))));
    await expect(Array.fromAsync(long)).rejects.toThrow('line 1 is longer');
    await expect(Array.fromAsync(linesOf(chunks(new Uint8Array([0xe9, 0x0a]))))).rejects.toThrow(TypeError);
  });
});
