import { describe, expect, it } from 'vitest';
import { layColumns, SALES_FIELDS } from './sales-columns.js';

const OURS = [...SALES_FIELDS];
const faultsOf = (...given: Parameters<typeof layColumns>) => {
  const laid = layColumns(...given);
  return laid.ok ? [] : laid.faults.map(({ code, pointer }) => [code, pointer]);
};

describe('the columns of a sales file', () => {
  it('may stand in any order and under their own names', () => {
    const header = ['Price', 'SalesAmount', ...OURS.filter((name) => name !== 'amount')];
    const laid = layColumns(header, { amount: 'SalesAmount', ignore: ['Price'] });
    expect(laid).toMatchObject({ ok: true, layout: { columns: header, placeOf: { amount: 1, order: 2 } } });
    expect(laid.ok && laid.layout.fields[0]).toEqual({ field: 'amount', place: 1 });
  });

  it('are refused when one is unknown: a misspelt one must not go unseen', () => {
    expect(faultsOf([...OURS, 'Discount'], {})).toEqual([['unknown_column', '/body/1/7']]);
    expect(faultsOf([...OURS, '__proto__'], {})).toEqual([['unknown_column', '/body/1/7']]);
  });

  it('are refused when one is missing, naming it and what there is', () => {
    const laid = layColumns(OURS.slice(0, -1), {});
    expect(laid).toMatchObject({ ok: false, faults: [{ code: 'missing_column' }] });
    expect(!laid.ok && laid.faults[0]!.message).toContain(
      '"amount" (amount) is missing; the file has "order"',
    );
  });

  it('are refused when one is there twice', () => {
    expect(faultsOf([...OURS, 'order'], {})).toEqual([['repeated_column', '/body/1/7']]);
  });

  it('are refused when one is to be two things', () => {
    expect(faultsOf(OURS.slice(1), { order: 'date' })).toEqual([['column_named_twice', '/query/date']]);
  });
});
