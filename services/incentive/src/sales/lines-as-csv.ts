import type { SaleLine } from '@quyu/incentive-contracts';
import { amountDecimal } from '../currencies/amount-text.js';

const HEADER = 'order,date,product,partner,salesperson,quantity,amount,lineId,returns,currency';

/** Sales lines as the file that they would have come in: there is one way into the ledger. */
export function linesAsCsv(lines: readonly SaleLine[]): string {
  return [HEADER, ...lines.map(rowOf), ''].join('\n');
}

function rowOf(line: SaleLine): string {
  const { order, date, product, partner, salesperson, quantity, amount, lineId, returns } = line;
  const cells = [order, date, product, partner, salesperson, String(quantity)];
  const decimal = amountDecimal(BigInt(amount.amount), amount.currency);
  return [...cells, decimal, lineId ?? '', returns ?? '', amount.currency].map(quoted).join(',');
}

function quoted(cell: string): string {
  return cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`;
}
