import { describe, expect, it } from 'vitest';
import { failureGroup, storablePayload } from './dead-letters.js';

describe('a failure group', () => {
  it('is the same for failures that differ in numbers, ids and quoted values only', () => {
    const first = failureGroup(
      'shop.sold.v1',
      'TypeError: till "t-1" has 5 of 01935e2c-0000-7000-8000-000000000001\n  at x',
    );
    const second = failureGroup(
      'shop.sold.v1',
      'TypeError: till "t-22" has 17 of 01935e2c-ffff-7000-8000-000000000002\n  at y',
    );
    expect(first).toBe('shop.sold.v1: TypeError: till # has # of #');
    expect(second).toBe(first);
  });

  it('is bounded and needs no type', () => {
    expect(failureGroup(undefined, 'x'.repeat(500))).toHaveLength(200);
  });
});

describe('the payload of a dead letter', () => {
  it('is kept as text when it is text, and as base64 when it is not or Postgres could not keep it', () => {
    expect(storablePayload(Buffer.from('{"a":"值"}'))).toEqual({ text: '{"a":"值"}', encoding: 'utf8' });
    expect(storablePayload(Buffer.from([0x61, 0x00]))).toEqual({ text: 'YQA=', encoding: 'base64' });
    expect(storablePayload(Buffer.from([0xff, 0xfe]))).toEqual({ text: '//4=', encoding: 'base64' });
  });
});
