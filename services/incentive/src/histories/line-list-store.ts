import type { ResultLine } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { MeasureLook } from '../calculation/looks.js';
import type { IncentiveDb } from '../db/schema.js';
import { selectCrediting } from './crediting-store.js';
import { amountColumn, filterOf, type LinesAsked, linesOf, quantityColumn, withTables } from './lines-sql.js';
import { readLedgerState } from './sums-store.js';

type Db = Kysely<IncentiveDb>;

/** Whose lines, as seen by a plan of this currency. */
export interface LinesOfPayee {
  readonly payee: 'partner' | 'salesperson';
  readonly code: string;
  readonly currency: string;
}

/** By what lines are in order. */
export type LineKey = readonly [look: string, creditedOn: string, source: string, lineId: string];

/** What the lines of a look come to: exactly what the calculation has read. */
export interface LookTotal {
  readonly lines: number;
  /** Exact: minor units of the plan's currency, or pieces. */
  readonly counted: string;
}

async function askedOf(db: Db, { payee, code, currency }: LinesOfPayee): Promise<Omit<LinesAsked, 'first' | 'through'>> {
  const codes = [code];
  const state = await readLedgerState(db, currency);
  return { payee, codes, currency, ...state, ...(await selectCrediting(db, { payee, codes, first: 12, through: 12 })), bucketMonths: 1 };
} // prettier-ignore

/** The lines of one look, with what each counts for. */
function linesIn(asked: Omit<LinesAsked, 'first' | 'through'>, look: MeasureLook): RawBuilder<unknown> {
  const { measure, first, months } = look;
  // Lines are read from a year before the first month asked for.
  const range: LinesAsked = { ...asked, first: first + 12, through: first + months - 1 };
  const counted = measure.of === 'quantity' ? quantityColumn(range) : amountColumn(range);
  return sql`
    select s.source, s.line_id, s.order_number, s.sold_on, s.credited_on, s.product_code, s.quantity, s.amount, s.currency,
      sum(${counted}) as counted
    from ${linesOf(range, [measure], measure.credit)} ${filterOf(measure)}
    group by s.source, s.line_id, s.order_number, s.sold_on, s.credited_on, s.product_code, s.quantity, s.amount, s.currency`;
}

export async function totalLooks(db: Db, payee: LinesOfPayee, looks: readonly MeasureLook[]): Promise<LookTotal[]> {
  const asked = await askedOf(db, payee);
  const totals: LookTotal[] = [];
  for (const look of looks) {
    const { rows } = await sql<LookTotal>`
      ${withTables({ ...asked, first: 0, through: 0 }, look.measure.credit)}
      select count(*)::int as lines, coalesce(trim_scale(sum(counted)), 0)::text as counted from (${linesIn(asked, look)}) l`.execute(db);
    totals.push(rows[0]!);
  }
  return totals;
} // prettier-ignore

/** Lines of all looks, look by look, by day, source and id. */
export async function selectLookLines(
  db: Db,
  payee: LinesOfPayee,
  looks: readonly MeasureLook[],
  { after, limit }: { readonly after: LineKey | undefined; readonly limit: number },
): Promise<ResultLine[]> {
  const asked = await askedOf(db, payee);
  const [from, ...rest] = after ?? ['0'];
  const lines: ResultLine[] = [];
  for (let look = Number(from); look < looks.length && lines.length < limit; look += 1) {
    const key = rest.length === 3 && look === Number(from) ? sql`where (credited_on::text, source, line_id) > (${rest[0]}, ${rest[1]}, ${rest[2]})` : sql``;
    const { rows } = await sql<Row>`
      ${withTables({ ...asked, first: 0, through: 0 }, looks[look]!.measure.credit)}
      select source, line_id as "lineId", order_number as "order", sold_on::text as "soldOn", credited_on::text as "creditedOn",
        product_code as product, quantity, amount::text as minor, currency, trim_scale(counted)::text as counted
      from (${linesIn(asked, looks[look]!)}) l ${key}
      order by credited_on, source, line_id limit ${limit - lines.length}`.execute(db);
    lines.push(...rows.map(({ minor, currency, ...line }) => ({ look, ...line, amount: money(BigInt(minor), currency) })));
  }
  return lines;
} // prettier-ignore

type Row = Omit<ResultLine, 'look' | 'amount'> & Record<'minor' | 'currency', string>;
