import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Measure } from '../calculation/history.js';
import type { IncentiveDb } from '../db/schema.js';
import type { LinesAsked } from './lines-sql.js';

type Db = Kysely<IncentiveDb>;
type Sql = RawBuilder<unknown>;

/** What a payee has sold: each list in one order, that of the buckets, of which one may be there several times. */
export interface KeptSums {
  readonly code: string | null;
  readonly buckets: readonly number[];
  readonly amounts: readonly string[];
}

/** Lists as texts: many short ones, which are split more quickly than arrays are read. */
interface KeptRow {
  readonly code: string | null;
  readonly buckets: string;
  readonly amounts: string;
}

/**
 * Whether a measure can be told from what is kept by partner, quarter and salesperson: amounts of whole quarters that the payee
 * itself is credited with line by line, in the one currency there is. All else needs the lines.
 */
export function isKept(asked: LinesAsked, measure: Measure): boolean {
  const { payee, crediting, isMixed, bucketMonths, first, through } = asked;
  const isByLine = payee === 'partner' || crediting === 'by-line';
  const isOfQuarters = [bucketMonths, first, through + 1].every((months) => months % 3 === 0);
  return isByLine && isOfQuarters && !isMixed && measure.credit === 'own' && isOfEverything(measure);
}

function isOfEverything({ of, products, territories, transactions, returnsWithinDays }: Measure): boolean {
  const isNarrowed = [products, territories, transactions, returnsWithinDays].some(
    (each) => each !== undefined,
  );
  return of === 'amount' && !isNarrowed;
}

/** The kept sums of those asked for. Quarters whose sums are out of date are summed from their lines, in the same statement. */
export async function selectKeptSums(db: Db, asked: LinesAsked): Promise<readonly KeptSums[]> {
  const kept = asked.isDirty
    ? sql`${keptOf(asked)} and not exists (
        select from dirty_quarter d where d.partner_id = s.partner_id and d.quarter = s.quarter
      ) union all ${dirtyOf(asked)}`
    : keptOf(asked);
  const { rows } = await sql<KeptRow>`
    select ${asked.payee === 'partner' ? sql`(select p.code from partner p where p.partner_id = g.payee)` : sql`g.payee`} as code,
      g.buckets, g.amounts
    from (
      select payee, string_agg(bucket::text, ',') as buckets, string_agg(amount::text, ',') as amounts
      from (${asked.payee === 'partner' ? kept : summed(kept)}) each group by payee
    ) g`.execute(db);
  return rows.map(({ code, buckets, amounts }) => ({
    code,
    buckets: buckets.split(',').map(Number),
    amounts: amounts.split(','),
  }));
} // prettier-ignore

/** A salesperson has many partners: one sum of a bucket instead of each one's. A partner has few salespeople. */
function summed(kept: Sql): Sql {
  return sql`select payee, bucket, sum(amount) as amount from (${kept}) one group by payee, bucket`;
}

function keptOf(asked: LinesAsked): Sql {
  return sql`
    select ${payeeOf(asked)} as payee, ${bucketOf(asked)} as bucket, s.sales as amount
    from partner_quarter_seller s where ${within(asked)}`;
}

function dirtyOf(asked: LinesAsked): Sql {
  return sql`
    select ${payeeOf(asked)}, ${bucketOf(asked)}, s.amount
    from (select distinct partner_id, quarter from dirty_quarter) d
    join sale s on s.partner_id = d.partner_id and s.quarter = d.quarter
    where ${within(asked)}`;
}

function payeeOf({ payee }: LinesAsked): Sql {
  return payee === 'partner' ? sql`s.partner_id` : sql`s.salesperson_code`;
}

function bucketOf({ bucketMonths }: LinesAsked): Sql {
  return bucketMonths === 3 ? sql`s.quarter` : sql`s.quarter / ${sql.lit(bucketMonths / 3)}`;
}

/** The quarters in which the months asked for lie, from a year before, and the payees. */
function within({ payee, codes, first, through }: LinesAsked): Sql {
  const quarters = sql`s.quarter between ${Math.floor((first - 12) / 3)} and ${Math.floor(through / 3)}`;
  if (codes === 'all') return quarters;
  const named =
    payee === 'partner'
      ? sql`s.partner_id = any(array(select partner_id from partner where code = any(${codes}::text[])))`
      : sql`s.salesperson_code = any(${codes}::text[])`;
  return sql`${quarters} and ${named}`;
}
