import { describe, expect, it } from 'vitest';
import { amount, date, integer, optional, share, text } from './columns.js';

const ok = (value: unknown) => ({ ok: true, value });
const no = (reason: string) => ({ ok: false, reason });

describe('a cell', () => {
  it.each([
    ['300000.0000', ok(30_000_000n)],
    ['0.5', ok(50n)],
    ['-12.34', ok(-1234n)],
    ['12.345', no('is not an amount with at most two decimals')],
    ['1e3', no('is not an amount with at most two decimals')],
    ['', no('is blank')],
    ['NULL', no('is NULL')],
  ])('of an amount: %j', (cell, expected) => {
    expect(amount('A').read(cell)).toEqual(expected);
  });

  it.each([
    ['0.15', ok(1500)],
    ['0.02', ok(200)],
    ['0.0', ok(0)],
    ['1', ok(10_000)],
    ['0.00005', no('is not a share with at most four decimals')],
    ['-0.1', no('is not a share with at most four decimals')],
  ])('of a share, as basis points: %j', (cell, expected) => {
    expect(share('S').read(cell)).toEqual(expected);
  });

  it.each([
    ['2020-02-29', ok('2020-02-29')],
    ['2019-02-29', no('is not a date of the calendar as YYYY-MM-DD')],
    ['29/02/2020', no('is not a date of the calendar as YYYY-MM-DD')],
  ])('of a date: %j', (cell, expected) => {
    expect(date('D').read(cell)).toEqual(expected);
  });

  it('of a whole number is not rounded', () => {
    expect(integer('N').read(' 12 ')).toEqual(ok(12));
    expect(integer('N').read('1.5')).toEqual(no('is not a whole number'));
  });

  it('may be blank or NULL only where it is optional', () => {
    expect(optional(integer('N')).read('')).toEqual(ok(undefined));
    expect(optional(integer('N')).read('NULL')).toEqual(ok(undefined));
    expect(optional(integer('N')).read('x')).toEqual(no('is not a whole number'));
  });

  it('with a NUL character is refused, because no service could store it', () => {
    expect(text('T').read('a\0b')).toEqual(no('holds a NUL character'));
  });
});
