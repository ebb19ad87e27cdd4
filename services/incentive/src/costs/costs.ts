import type { CostDimension } from '@quyu/incentive-contracts';
import { allocate } from './allocation.js';

/** What a payee earns by a plan, in minor units of the ledger's currency. */
export interface PayeeCost {
  readonly payeeKind: 'partner' | 'salesperson';
  readonly payeeCode: string;
  readonly planCode: string;
  readonly amount: bigint;
}

/** What a salesperson has sold to a partner, in the same currency, returns taken off. */
export interface Revenue {
  readonly partnerCode: string;
  readonly salespersonCode: string;
  readonly amount: bigint;
}

/** Where a partner belongs. */
export interface Place {
  /** Territories from the top of the tree down to its own; none while it is in no territory. */
  readonly path: readonly string[];
  /** The type of the partner; null while it is not known. */
  readonly channel: string | null;
}

/** All that is known of the costs of a period. */
export interface CostBook {
  readonly costs: readonly PayeeCost[];
  readonly revenues: readonly Revenue[];
  readonly placeOf: (partnerCode: string) => Place;
}

export interface Cost {
  /** Null: what belongs to none. */
  readonly key: string | null;
  readonly cost: bigint;
  readonly revenue: bigint;
}

/** Costs and revenues of each plan, territory, channel or partner, by its code; a territory counts with all below it. */
export function costsBy(by: CostDimension, book: CostBook): readonly Cost[] {
  return (by === 'plan' ? costsOfPlans(book) : costsOfPartners(by, book)).toSorted(byKey);
}

export function totalCost({ costs, revenues }: CostBook): Cost {
  return { key: null, cost: sumOf(costs), revenue: sumOf(revenues) };
}

/** The revenue of a plan is that of whom it pays: sales to its partners and sales of its people, each line once. */
function costsOfPlans({ costs, revenues }: CostBook): Cost[] {
  return [...Map.groupBy(costs, ({ planCode }) => planCode)].map(([key, own]) => {
    const paid = new Set(own.map(({ payeeKind, payeeCode }) => `${payeeKind} ${payeeCode}`));
    const counted = revenues.filter(
      ({ partnerCode, salespersonCode }) =>
        paid.has(`partner ${partnerCode}`) || paid.has(`salesperson ${salespersonCode}`),
    );
    return { key, cost: sumOf(own), revenue: sumOf(counted) };
  });
}

function costsOfPartners(by: Exclude<CostDimension, 'plan'>, book: CostBook): Cost[] {
  const sums = new Map<string | null, { cost: bigint; revenue: bigint }>();
  const add = (partnerCode: string | null, field: 'cost' | 'revenue', amount: bigint): void => {
    for (const key of keysOf(by, partnerCode, book)) {
      const sum = sums.get(key) ?? { cost: 0n, revenue: 0n };
      sums.set(key, sum);
      sum[field] += amount;
    }
  };
  for (const [partnerCode, amount] of partnerCosts(book)) add(partnerCode, 'cost', amount);
  for (const { partnerCode, amount } of book.revenues) add(partnerCode, 'revenue', amount);
  return [...sums].map(([key, sum]) => ({ key, ...sum }));
}

function keysOf(
  by: Exclude<CostDimension, 'plan'>,
  partnerCode: string | null,
  { placeOf }: CostBook,
): readonly (string | null)[] {
  if (partnerCode === null) return [null];
  if (by === 'partner') return [partnerCode];
  const { path, channel } = placeOf(partnerCode);
  if (by === 'channel') return [channel];
  return path.length === 0 ? [null] : path;
}

/** What people earn is divided among the partners they sold to, by what they sold; of who sold nothing it belongs to none. */
export function partnerCosts({ costs, revenues }: CostBook): ReadonlyMap<string | null, bigint> {
  const sums = new Map<string | null, bigint>();
  const add = (key: string | null, amount: bigint) => sums.set(key, (sums.get(key) ?? 0n) + amount);
  const sold = Map.groupBy(revenues, ({ salespersonCode }) => salespersonCode);
  const ofPeople = new Map<string, bigint>();
  for (const { payeeKind, payeeCode, amount } of costs) {
    if (payeeKind === 'partner') add(payeeCode, amount);
    else ofPeople.set(payeeCode, (ofPeople.get(payeeCode) ?? 0n) + amount);
  }
  for (const [person, amount] of ofPeople) {
    const own = sold.get(person) ?? [];
    const parts = allocate(amount, own.map((each) => each.amount)); // prettier-ignore
    if (parts) own.forEach(({ partnerCode }, at) => add(partnerCode, parts[at]!));
    else add(null, amount);
  }
  return sums;
}

function sumOf(parts: readonly { readonly amount: bigint }[]): bigint {
  return parts.reduce((sum, { amount }) => sum + amount, 0n);
}

/** What belongs to none comes last. */
function byKey({ key: one }: Cost, { key: other }: Cost): number {
  if (one === other) return 0;
  if (one === null) return 1;
  return other === null || one < other ? -1 : 1;
}
