import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptBytes } from './parts/kept-bytes.js';
import { Pieces } from './pieces.js';

async function* chunks(texts: readonly string[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const text of texts) yield Buffer.from(text);
}

const chunks$ = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 9 }));

describe('pieces of a stream', () => {
  it('are all of it in order, whatever was looked at before and however much is wanted at a time', async () => {
    await fc.assert(
      fc.asyncProperty(chunks$, fc.nat(30), fc.integer({ min: 1, max: 12 }), async (texts, reached, most) => {
        const pieces = new Pieces(chunks(texts));
        const whole = texts.join('');
        expect(await pieces.reach(reached)).toBe(whole.length >= reached);
        const got: Uint8Array[] = [];
        for (let piece = await pieces.next(most); piece; piece = await pieces.next(most)) got.push(piece);
        expect(got.every(({ length }) => length > 0 && length <= most)).toBe(true);
        expect(Buffer.concat(got).toString()).toBe(whole);
      }),
    );
  });
});

describe('bytes that are kept', () => {
  it('hand on their end, in which a record was begun', () => {
    fc.assert(
      fc.property(chunks$, fc.nat(), (texts, seed) => {
        const whole = texts.join('');
        const length = whole.length === 0 ? 0 : seed % (whole.length + 1);
        const kept = new KeptBytes();
        for (const text of texts) kept.push(Buffer.from(text));
        const last = kept.last({ line: 7, length });
        expect([last.line, last.length]).toEqual([7, length]);
        expect(Buffer.concat(last.chunks).toString()).toBe(whole.slice(whole.length - length));
      }),
    );
  });
});
