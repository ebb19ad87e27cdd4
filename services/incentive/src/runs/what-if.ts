import type { Mover } from '@quyu/incentive-contracts';
import { type Money, money } from '@quyu/plugin-kit';

/** What a payee is paid by a plan, over all periods. */
export interface Paid {
  readonly payeeKind: Mover['payeeKind'];
  readonly payeeCode: string;
  readonly amount: bigint;
  readonly currency: string;
}

/** Who would be paid otherwise, those who change most first; of equal ones by kind and code. */
export function moversOf(before: readonly Paid[], after: readonly Paid[]): readonly Mover[] {
  const was = byPayee(before);
  const would = byPayee(after);
  return [...new Set([...was.keys(), ...would.keys()])]
    .flatMap((key) => {
      const [one, other] = [was.get(key), would.get(key)];
      if (one?.amount === other?.amount && one?.currency === other?.currency) return [];
      const { payeeKind, payeeCode } = (one ?? other)!;
      return [{ key, change: magnitude((other?.amount ?? 0n) - (one?.amount ?? 0n)), mover: { payeeKind, payeeCode, before: shown(one), after: shown(other) } }];
    })
    .toSorted((one, other) => (one.change === other.change ? compare(one.key, other.key) : compare(other.change, one.change)))
    .map(({ mover }) => mover);
} // prettier-ignore

/** Sums by currency. */
export function totalsOf(paid: readonly Paid[]): Money[] {
  const groups = Map.groupBy(paid, ({ currency }) => currency);
  return [...groups]
    .toSorted(([one], [other]) => compare(one, other))
    .map(([currency, own]) =>
      money(
        own.reduce((sum, { amount }) => sum + amount, 0n),
        currency,
      ),
    );
}

function byPayee(paid: readonly Paid[]): ReadonlyMap<string, Paid> {
  return new Map(paid.map((each) => [`${each.payeeKind} ${each.payeeCode}`, each]));
}

function shown(paid: Paid | undefined): Money | null {
  return paid ? money(paid.amount, paid.currency) : null;
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

function compare<T extends string | bigint>(one: T, other: T): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
