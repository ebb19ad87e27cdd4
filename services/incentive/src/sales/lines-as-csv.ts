import type { SaleLine } from '@quyu/incentive-contracts';
import { digitsOf } from '../currencies/currencies.js';

const HEADER = 'order,date,product,partner,salesperson,quantity,amount,lineId,returns,currency';

/** Sales lines as the file that they would have come in: there is one way into the ledger. */
export function linesAsCsv(lines: readonly SaleLine[]): string {
  return [HEADER, ...lines.map(rowOf), ''].join('\n');
}

function rowOf(line: SaleLine): string {
  const { order, date, product, partner, salesperson, quantity, amount, lineId, returns } = line;
  const cells = [order, date, product, partner, salesperson, String(quantity)];
  const decimal = decimalOf(BigInt(amount.amount), digitsOf(amount.currency) ?? 2);
  return [...cells, decimal, lineId ?? '', returns ?? '', amount.currency].map(quoted).join(',');
}

function decimalOf(minorUnits: bigint, digits: number): string {
  const magnitude = (minorUnits < 0n ? -minorUnits : minorUnits).toString().padStart(digits + 1, '0');
  const at = magnitude.length - digits;
  const decimals = digits === 0 ? '' : `.${magnitude.slice(at)}`;
  return `${minorUnits < 0n ? '-' : ''}${magnitude.slice(0, at)}${decimals}`;
}

function quoted(cell: string): string {
  return cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`;
}
