import fc from 'fast-check';
import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { Utf8Check } from './utf8-check.js';

/** Where in the whole stream the first fault is, or undefined. */
const check = (bytes: Uint8Array, chunkSize: number): number | undefined => {
  const utf8 = new Utf8Check();
  for (let at = 0; at < bytes.length; at += chunkSize) {
    const fault = utf8.push(bytes.subarray(at, at + chunkSize));
    if (fault !== undefined) return at + fault;
  }
  return utf8.end() > 0 ? bytes.length - utf8.end() : undefined;
};

describe('the check of UTF-8', () => {
  it('says where the first byte stands that is no UTF-8', () => {
    expect(check(Buffer.from('Caf\u00E9,x', 'latin1'), 100)).toBe(3);
    expect(check(Buffer.from('Caf\u00E9,x', 'latin1'), 4)).toBe(3);
  });

  it('knows a character that the end cuts off', () => {
    expect(check(Buffer.from('区').subarray(0, 2), 1)).toBe(0);
  });

  it('agrees with the runtime on any bytes, wherever chunks are cut', () => {
    const bytes$ = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes$, fc.integer({ min: 1, max: 8 }), (bytes, chunkSize) => {
        const fault = check(bytes, chunkSize);
        expect(fault === undefined).toBe(isUtf8(bytes));
        expect(fault).toBe(check(bytes, 1000));
        expect(isUtf8(bytes.subarray(0, fault))).toBe(true);
      }),
    );
  });
});
