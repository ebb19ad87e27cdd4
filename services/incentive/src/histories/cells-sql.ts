import { type RawBuilder, sql } from 'kysely';
import type { Measure } from '../calculation/history.js';
import type { LinesAsked } from './lines-sql.js';

type Sql = RawBuilder<unknown>;

/** What rules tell lines apart by besides the salesperson. */
export interface RulesLookAt {
  readonly partner: boolean;
  readonly product: boolean;
  readonly territory: boolean;
  /** Days (YYYY-MM-DD), in order, from which on other rules hold, within the months that are read. */
  readonly changes: readonly string[];
}

/** The days of the lines that are read: those of a year before the first month asked for too. */
export function daysRead({ first, through }: { readonly first: number; readonly through: number }) {
  return { firstDay: dayOf(first - 12, 1), lastDay: dayOf(through + 1, 0) };
}

function dayOf(month: number, day: number): string {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, day)).toISOString().slice(0, 10);
}

/**
 * Lines that neither rules nor measures can tell apart, summed up, in the place of `sale s` with its split as `k`: rules are then looked
 * through once for many lines. A line that is split by hand stays by itself with those that are split alike.
 *
 * @returns nothing where lines are needed one by one: orders are counted, returns are told by their days, or amounts converted.
 */
export function cellsOf(asked: LinesAsked, measures: readonly Measure[], credit: Measure['credit']): Sql | undefined {
  if (asked.isMixed || asked.codes !== 'all' || measures.some(isOneByOne)) return undefined;
  const { partner, product, span } = toldApartBy(asked, measures, credit);
  return sql`(
      select ${partner} as partner_id, l.salesperson_code, ${product} as product_code, ${span} as span,
        ${asked.bucketMonths === 3 ? sql`null::int` : sql`l.month`} as month, l.quarter, h.people, h.shares,
        min(l.credited_on) as credited_on, sum(l.amount) as amount, sum(l.quantity) as quantity
      from sale l
      left join line_split h on h.line_id = coalesce(l.returns_line_id, l.line_id) and h.source = l.source
      where l.month between ${asked.first - 12} and ${asked.through}
      group by 1, 2, 3, 4, 5, 6, 7, 8
    ) s
    cross join lateral (select s.people, s.shares) k`;
} // prettier-ignore

function isOneByOne({ of, transactions, returnsWithinDays }: Measure): boolean {
  return of === 'orders' || transactions !== undefined || returnsWithinDays !== undefined;
}

function toldApartBy({ rulesLookAt: rules }: LinesAsked, measures: readonly Measure[], credit: Measure['credit']) {
  const byTerritory = rules.territory || measures.some(({ territories }) => territories !== undefined);
  const byProduct = rules.product || measures.some(({ products }) => products !== undefined);
  // Who leads whom depends on the day, and so does where a partner is.
  const byDay = byTerritory || credit === 'group' || credit === 'own-and-group';
  return {
    partner: rules.partner || byTerritory ? sql`l.partner_id` : sql`null::uuid`,
    product: byProduct ? sql`l.product_code` : sql`null::text`,
    span: byDay ? sql`l.credited_on - date '2000-01-01'` : sql`width_bucket(l.credited_on, ${rules.changes}::date[])`,
  };
} // prettier-ignore
