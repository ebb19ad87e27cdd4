import { minorUnitsOf } from '@quyu/plugin-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, isAmount, isBlank, isDate, isQuantity, writeMinorUnits } from './cells.js';

const asked = (
  check: (bytes: Uint8Array, cell: Cell, digits: number) => boolean,
  text: string,
  digits = 2,
): boolean => {
  const bytes = Buffer.from(text);
  return check(bytes, { start: 0, end: bytes.length, isQuoted: false }, digits);
};

const minorUnits = (text: string): bigint => {
  const bytes = Buffer.from(text);
  const to = Buffer.alloc(100);
  const end = writeMinorUnits(bytes, { start: 0, end: bytes.length, isQuoted: false }, 2, to, 0);
  return BigInt(to.toString('latin1', 0, end));
};

describe('a cell', () => {
  it.each(['', 'NULL'])('is blank when it says "%s"', (text) => expect(asked(isBlank, text)).toBe(true));
  it.each(['0', 'null', 'NULLS', 'NUL'])('is not blank when it says "%s"', (text) =>
    expect(asked(isBlank, text)).toBe(false),
  );

  it.each(['2019-02-28', '2020-02-29', '2000-02-29', '1900-01-01', '2199-12-31'])('is a date: %s', (text) =>
    expect(asked(isDate, text)).toBe(true),
  );
  it.each([
    '2019-02-30',
    '2019-02-29',
    '1900-02-29',
    '2019-13-01',
    '2019-00-10',
    '2019-1-01',
    '2019-04-31',
    '19-01-01',
    '2019/01/01',
    '2019-01-01 ',
    '1899-12-31',
    '2200-01-01',
    '',
    'NULL',
    '20190101',
  ])('is no date: "%s"', (text) => expect(asked(isDate, text)).toBe(false));

  it('is a date exactly when the calendar has it', () => {
    const part = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(part(1900, 2199), part(0, 13), part(0, 32), (year, month, day) => {
        const text = [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
        const date = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        expect(asked(isDate, text)).toBe(exists);
      }),
    );
  });

  it.each(['1', '12', '007', '999999999', '0', '-1', '-12'])('is a quantity: %s', (text) =>
    expect(asked(isQuantity, text)).toBe(true),
  );
  it.each(['-', '--1', '1-', '1.5', '', 'NULL', '1e3', '1000000000', '+1', ' 1'])(
    'is no quantity: "%s"',
    (text) => expect(asked(isQuantity, text)).toBe(false),
  );

  it.each(['0', '0.00', '12', '12.3', '12.34', '12.3400', '99999999999.99', '-1', '-12.34'])(
    'is an amount: %s',
    (text) => expect(asked(isAmount, text)).toBe(true),
  );
  it.each([
    '',
    'NULL',
    '-',
    '--1',
    '1.',
    '.5',
    '1.234',
    '1,000',
    '1e2',
    '100000000000',
    '1.2.3',
    '1.00x',
    '$1',
    '+1',
  ])('is no amount: "%s"', (text) => expect(asked(isAmount, text)).toBe(false));

  it('is read as minor units without losing any', () => {
    const amount$ = fc.tuple(
      fc.bigInt({ min: -99_999_999_999n, max: 99_999_999_999n }),
      fc.stringMatching(/^(\.\d{1,2}0{0,4})?$/),
    );
    fc.assert(
      fc.property(amount$, ([whole, decimals]) => {
        const text = `${whole}${decimals}`;
        expect(asked(isAmount, text)).toBe(true);
        expect(minorUnits(text)).toBe(minorUnitsOf(text));
      }),
    );
  });
});
