import type { RecordedLines } from '@quyu/incentive-contracts';
import { describe, expect, it } from 'vitest';
import { filesOf } from './recorded-lines.js';

const batch = (batchId: string, source: string, lines: number): RecordedLines => ({
  batchId, source,
  lines: Array.from({ length: lines }, (_, at) => ({
    order: `${batchId}-${at}`, date: '2019-07-01', product: 'P1', partner: 'AW1', salesperson: '282', quantity: 1,
    amount: { amount: '1', currency: 'USD' },
  })),
}); // prettier-ignore
const said = (batches: readonly RecordedLines[], mostLines?: number) =>
  filesOf(batches, mostLines).map(({ source, file, lines }) => `${source}: ${file}, ${lines.length}`);

describe('lines of events', () => {
  it('are put together by source, the sources in one order', () => {
    const batches = [batch('b1', 'sap', 1), batch('b2', 'crm', 2), batch('b3', 'sap', 3)];
    expect(said(batches)).toEqual(['crm: batch b2, 2', 'sap: batches b1 to b3, 4']);
    expect(filesOf(batches)[1]?.lines.map(({ order }) => order)).toEqual(['b1-0', 'b3-0', 'b3-1', 'b3-2']);
  });

  it('are cut between batches, never within one', () => {
    const batches = [
      batch('b1', 'sap', 3),
      batch('b2', 'sap', 2),
      batch('b3', 'sap', 1),
      batch('b4', 'sap', 9),
    ];
    expect(said(batches, 5)).toEqual(['sap: batches b1 to b2, 5', 'sap: batch b3, 1', 'sap: batch b4, 9']);
  });

  it('of no event are no file', () => expect(filesOf([])).toEqual([]));
});
