import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findEscapes } from './find-escapes.js';
import { changeArbitrary, schemaArbitrary, valuesFor } from './schema-arbitrary.js';

const ajv = new Ajv2020({ strict: false });
const RUNS = { numRuns: 800 };

test('where no escape is found, whatever fits the one schema fits the other', () => {
  let clean = 0;
  fc.assert(
    fc.property(
      changeArbitrary.chain(([before, after]) => fc.tuple(fc.constant(before), fc.constant(after), fc.array(valuesFor(before), { minLength: 8, maxLength: 12 }))), // prettier-ignore
      fc.constantFrom('inner' as const, 'outer' as const),
      ([inner, outer, values], current) => {
        if (findEscapes(inner, outer, current).length > 0) return;
        clean += 1;
        const [fitsInner, fitsOuter] = [ajv.compile(inner), ajv.compile(outer)];
        for (const value of values.filter((each) => fitsInner(each))) {
          expect([value, fitsOuter(value)]).toEqual([value, true]);
        }
      },
    ),
    RUNS,
  );
  expect(clean).toBeGreaterThan(100);
});

test('a schema does not escape itself', () => {
  fc.assert(
    fc.property(schemaArbitrary, (schema) => {
      expect(findEscapes(schema, structuredClone(schema), 'inner')).toEqual([]);
    }),
    RUNS,
  );
});
