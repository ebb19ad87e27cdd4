import type { PayeeHistory } from '../calculation/history.js';

/** A payee that sold so much in each quarter, by the number of its first month. */
export function soldByQuarter(
  kind: PayeeHistory['kind'],
  sales: Readonly<Record<number, bigint>>,
  quota?: bigint,
): PayeeHistory {
  const whole = (numerator: bigint) => ({ numerator, denominator: 1n });
  return {
    kind,
    code: 'AW1',
    sum: (_measure, first) => whole(sales[first] ?? 0n),
    transactions: () => [],
    quota: () => (quota === undefined ? undefined : whole(quota)),
    fact: () => undefined,
    participation: (_first, months) => ({ days: months, of: months }),
  };
}
