import type { Statement, StatementAccount, StatementLine, TransferKind } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';

/** What is owed and what of it is held back, in minor units. */
export interface Standing {
  readonly payable: bigint;
  readonly held: bigint;
}

/** A movement, and what it moved. */
export interface Movement extends Standing {
  readonly line: Omit<StatementLine, 'payable' | 'held'>;
}

const KINDS: readonly TransferKind[] = [
  'accrue', 'adjust', 'hold', 'release', 'redeem', 'reverse-redemption', 'expire', 'pay',
]; // prettier-ignore

/** An account of a statement: it closes with what it opened with and all that moved. */
export function accountOf(currency: string, opening: Standing, movements: readonly Movement[]): StatementAccount {
  const moved = sumOf(movements);
  const shown = ({ payable, held }: Standing) => ({ payable: money(payable, currency), held: money(held, currency) });
  return {
    currency,
    opening: shown(opening),
    lines: movements.map((each) => ({ ...each.line, ...shown(each) })),
    sums: KINDS.flatMap((kind) => {
      const own = movements.filter(({ line }) => line.kind === kind);
      return own.length === 0 ? [] : [{ kind, ...shown(sumOf(own)) }];
    }),
    closing: shown({ payable: opening.payable + moved.payable, held: opening.held + moved.held }),
  };
} // prettier-ignore

function sumOf(parts: readonly Standing[]): Standing {
  return {
    payable: parts.reduce((sum, { payable }) => sum + payable, 0n),
    held: parts.reduce((sum, { held }) => sum + held, 0n),
  };
}

/** What is owed after each line, held or not. */
export function runningBalances({ opening, lines }: StatementAccount): readonly bigint[] {
  let owed = owedOf(opening);
  return lines.map((line) => (owed += owedOf(line)));
}

export function owedOf({ payable, held }: Pick<StatementLine, 'payable' | 'held'>): bigint {
  return BigInt(payable.amount) + BigInt(held.amount);
}

/** The name of a file of a statement, of plain characters only. */
export function fileName({ payeeCode, period }: Statement, format: 'csv' | 'pdf'): string {
  return `statement-${payeeCode.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${period}.${format}`;
}
