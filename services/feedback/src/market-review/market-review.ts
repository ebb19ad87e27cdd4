import { feedbackErrors, type MarketReview } from '@quyu/feedback-contracts';
import { type BusStatus, decimalOf, type Money } from '@quyu/plugin-kit';
import type { Clients } from '../context.js';

type AnswerOf<
  Service extends keyof Clients,
  Operation extends keyof Clients[Service],
> = Clients[Service][Operation] extends (input: never) => Promise<infer Answer> ? Answer : never;

/** What the services know of a year. */
export interface Answers {
  readonly assignments: AnswerOf<'territory', 'countAssignments'>;
  readonly partners: AnswerOf<'partner', 'countPartners'>;
  readonly sales: AnswerOf<'incentive', 'totalSales'>;
  readonly rewards: AnswerOf<'incentive', 'totalRewards'>;
  readonly mdf: AnswerOf<'marketing', 'totalMdf'>;
  readonly feedback: MarketReview['feedback'];
  /** By service. */
  readonly bus: Readonly<Record<string, BusStatus>>;
}

interface Reward {
  readonly total: Money;
  readonly ofYear: Money;
}

/**
 * Puts a year's review together from what the services answered.
 *
 * @throws Problem MIXED_CURRENCIES when the amounts are not all of one currency: the review names one.
 */
export function composeReview(year: number, answers: Answers): MarketReview {
  const { assignments, partners, sales, mdf, feedback, bus } = answers;
  return {
    year,
    currency: currencyOf(answers),
    territory: {
      partners: sumByName(
        assignments.territories,
        ({ subjects }) => subjects,
        (a, b) => a + b,
      ),
      sales: salesByName(answers),
    },
    partner: { approved: partners.approved, review: partners.review },
    incentive: {
      lines: { accepted: sales.accepted, rejected: sales.rejected, amount: decimal(sales.amount) },
      volumeRebate: rewardOf(answers, 'volume-rebate'),
      growthRebate: rewardOf(answers, 'growth-rebate'),
      attainmentBonus: rewardOf(answers, 'attainment-bonus'),
    },
    marketing: { mdfAccrued: amountsOf(mdf), campaigns: mdf.campaigns },
    feedback,
    events: eventsOf(bus),
    stuck: stuckIn(Object.values(bus)),
  };
}

/** The one currency of all amounts that are not zero: a zero may come from a service that has seen no money yet. */
function currencyOf({ sales, rewards, mdf }: Answers): string {
  const amounts = [sales, ...sales.territories].map(({ amount }) => amount);
  const totals = [mdf, ...rewards.components].flatMap(({ total, ofYear }) => [total, ofYear]);
  const nonZero = [...amounts, ...totals].filter(({ amount }) => amount !== '0');
  const [currency = sales.amount.currency, ...others] = new Set(nonZero.map((each) => each.currency));
  if (others.length === 0) return currency;
  throw feedbackErrors.MIXED_CURRENCIES({ detail: `amounts are in ${[currency, ...others].join(', ')}` });
}

/** Sales per territory; one without sales has zero. */
function salesByName({ assignments, sales }: Answers): Record<string, string> {
  const none = assignments.territories.map(({ name }) => ({ name, sold: 0n }));
  const some = sales.territories.map(({ name, amount }) => ({ name, sold: BigInt(amount.amount) }));
  const sums = sumByName(
    [...none, ...some],
    ({ sold }) => sold,
    (a, b) => a + b,
  );
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, decimalOf(sum)]));
}

/** Territories are told by name here, and two may share one: then they add up. */
function sumByName<T extends { readonly name: string }, N>(
  items: readonly T[],
  valueOf: (item: T) => N,
  add: (a: N, b: N) => N,
): Record<string, N> {
  const groups = Map.groupBy(items, ({ name }) => name);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.map(valueOf).reduce(add)]));
}

function rewardOf({ rewards }: Answers, code: string): { total: string; ofYear: string } {
  return amountsOf(rewards.components.find(({ component }) => component === code));
}

function amountsOf(reward: Reward | undefined): { total: string; ofYear: string } {
  return { total: decimal(reward?.total), ofYear: decimal(reward?.ofYear) };
}

function decimal(amount: Money | undefined): string {
  return decimalOf(BigInt(amount?.amount ?? '0'));
}

function eventsOf(bus: Answers['bus']): MarketReview['events'] {
  return Object.fromEntries(
    Object.entries(bus).map(([service, { published, handled }]) => [service, { published, handled }]),
  );
}

/** Parked events wait in the outbox's own siding: they are stuck there, too. */
function stuckIn(buses: readonly BusStatus[]): MarketReview['stuck'] {
  return {
    outbox: buses.reduce((sum, { outbox, parked }) => sum + outbox + parked, 0),
    deadLetters: buses.reduce((sum, { deadLetters }) => sum + deadLetters, 0),
  };
}
