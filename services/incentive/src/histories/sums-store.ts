import { type Kysely, sql } from 'kysely';
import { type Fraction, fractionOf } from '../calculation/fraction.js';
import type { Measure } from '../calculation/history.js';
import type { IncentiveDb } from '../db/schema.js';
import { isKept, selectKeptSums } from './kept-sums-store.js';
import {
  amountColumn, bucketColumn, codeOf, filterOf, type Credit,
  type LinesAsked, linesOf, payeeColumn, quantityColumn, sumColumn, unconverted, withTables,
} from './lines-sql.js'; // prettier-ignore

type Db = Kysely<IncentiveDb>;
type Sums = Map<number, Fraction>[];

/** What all sums depend on. A line in another currency than the ledger's was taken only with a rate. */
export async function readLedgerState(
  db: Db,
  currency: string,
): Promise<Pick<LinesAsked, 'isMixed' | 'isDirty'>> {
  const { rows } = await sql<Pick<LinesAsked, 'isMixed' | 'isDirty'>>`
    select exists (select from ledger where currency <> ${currency})
        or (exists (select from exchange_rate) and exists (select from sale where currency <> ${currency})) as "isMixed",
      exists (select from dirty_quarter) as "isDirty"`.execute(db);
  return rows[0]!;
}

interface SumRow {
  readonly code: string | null;
  readonly buckets: readonly number[];
  readonly unconverted: string | null;
  readonly [measure: `m${number}`]: readonly (string | null)[];
}

/** The sums of measures by payee and bucket: what is kept, and for the rest one pass for what is the payee's own, one for what is of the people below, one for both, one for overlays. */
export async function readSums(
  db: Db,
  asked: LinesAsked,
  asking: readonly Measure[],
): Promise<Map<string, Sums>> {
  const found = new Map<string, Sums>();
  const isOwn = (measure: Measure): boolean => isCredited(asked, measure, 'own');
  // Whoever has sold anything has a history, though nobody may ask for a sum.
  const measures = asking.some(isOwn) ? asking : [...asking, anySales(asked)];
  const isOfLines = (measure: Measure): boolean => !isKept(asked, measure);
  if (measures.some((measure) => measure.payee === asked.payee && !isOfLines(measure)))
    await addKept(db, asked, measures, found);
  for (const credit of creditsOf(asked)) {
    const wanted = measures.flatMap((measure, index) =>
      isCredited(asked, measure, credit) && isOfLines(measure) ? [{ measure, index }] : [],
    );
    if (wanted.length === 0) continue;
    const sums = wanted.map(({ measure }) => measure);
    const rows = await selectSums(db, asked, sums, credit);
    assertConverted(asked, rows);
    for (const row of rows) {
      if (row.code === null) continue;
      const own = sumsOf(found, row.code, measures.length);
      wanted.forEach(({ index }, place) => addAll(own[index]!, row.buckets, row[`m${place}`]!));
    }
  }
  return found;
}

/** What is kept needs no pass over the lines. */
async function addKept(db: Db, asked: LinesAsked, measures: readonly Measure[], found: Map<string, Sums>): Promise<void> {
  const wanted = measures.map((measure) => measure.payee === asked.payee && isKept(asked, measure));
  for (const { code, buckets, amounts } of await selectKeptSums(db, asked)) {
    if (code === null) continue;
    const own = sumsOf(found, code, measures.length);
    wanted.forEach((isWanted, index) => {
      if (isWanted) addAll(own[index]!, buckets, amounts);
    });
  }
} // prettier-ignore

function anySales({ payee }: LinesAsked): Measure {
  return { payee, credit: 'own', of: 'amount' };
}

/** There are overlays only where there are rules. */
function creditsOf({ crediting }: LinesAsked): readonly Credit[] {
  return ['own', 'group', 'own-and-group', ...(crediting === 'by-line' ? [] : (['overlay'] as const))];
}

function isCredited({ payee }: LinesAsked, measure: Measure, credit: Credit): boolean {
  return measure.payee === payee && measure.transactions === undefined && measure.credit === credit;
}

async function selectSums(
  db: Db,
  asked: LinesAsked,
  measures: readonly Measure[],
  credit: Credit,
): Promise<readonly SumRow[]> {
  const sums = measures.map((measure, place) => sql`${sumColumn(asked, measure)} as ${sql.ref(`m${place}`)}`);
  const lists = measures.map(
    (_, place) => sql`array_agg(g.${sql.ref(`m${place}`)}::text) as ${sql.ref(`m${place}`)}`,
  );
  const { rows } = await sql<SumRow>`
    ${withTables(asked, credit)}
    select ${codeOf(asked)} as code, array_agg(g.bucket) as buckets, min(g.unconverted) as unconverted, ${sql.join(lists)}
    from (
      select ${payeeColumn(asked, credit)} as payee, ${bucketColumn(asked)} as bucket, ${unconverted(asked)} as unconverted,
        ${sql.join(sums)}
      from ${linesOf(asked, measures, credit)}
      group by 1, 2
    ) g
    group by g.payee`.execute(db);
  return rows;
}

function sumsOf(found: Map<string, Sums>, code: string, measures: number): Sums {
  const there = found.get(code);
  if (there) return there;
  const sums = Array.from({ length: measures }, () => new Map<number, Fraction>());
  found.set(code, sums);
  return sums;
}

function addAll(
  sums: Map<number, Fraction>,
  buckets: readonly number[],
  values: readonly (string | null)[],
): void {
  buckets.forEach((bucket, at) => {
    const value = values[at];
    if (value === null || value === undefined) return;
    const more = fractionOf(value);
    const there = sums.get(bucket);
    sums.set(bucket, there ? addSameScale(there, more) : more);
  });
}

function addSameScale(one: Fraction, other: Fraction): Fraction {
  if (one.denominator === other.denominator)
    return { numerator: one.numerator + other.numerator, denominator: one.denominator };
  const numerator = one.numerator * other.denominator + other.numerator * one.denominator;
  return { numerator, denominator: one.denominator * other.denominator };
}

/** Net amounts of transactions: a sale with its returns, each line or order for itself, by day, source and id. */
export async function readTransactions(
  db: Db,
  asked: LinesAsked,
  measures: readonly Measure[],
): Promise<Map<string, ReadonlyMap<number, readonly Fraction[]>[]>> {
  const found = new Map<string, Map<number, Fraction[]>[]>();
  for (const [index, measure] of measures.entries()) {
    if (measure.transactions === undefined || measure.payee !== asked.payee) continue;
    if (!creditsOf(asked).includes(measure.credit)) continue;
    const rows = await selectTransactions(db, asked, measure);
    assertConverted(asked, rows);
    for (const { code, bucket, net } of rows) {
      if (code === null) continue;
      const byMeasure = found.get(code) ?? measures.map(() => new Map<number, Fraction[]>());
      found.set(code, byMeasure);
      const there = byMeasure[index]!.get(bucket) ?? [];
      byMeasure[index]!.set(bucket, there);
      there.push(fractionOf(net));
    }
  }
  return found;
}

async function selectTransactions(db: Db, asked: LinesAsked, measure: Measure) {
  const { credit } = measure;
  const id =
    measure.transactions === 'line'
      ? sql`coalesce(s.returns_line_id, s.line_id)`
      : sql`coalesce((select o.order_number from sale o where o.line_id = s.returns_line_id and o.source = s.source), s.order_number)`;
  const { rows } = await sql<{
    code: string | null;
    bucket: number;
    net: string;
    unconverted: string | null;
  }>`
    ${withTables(asked, credit)}
    select ${codeOf(asked)} as code, g.bucket, g.net::text as net, g.unconverted
    from (
      select ${payeeColumn(asked, credit)} as payee, ${bucketColumn(asked)} as bucket, s.source, ${id} as id,
        sum(${measure.of === 'quantity' ? quantityColumn(asked) : amountColumn(asked)}) as net, min(s.credited_on) as day,
        ${unconverted(asked)} as unconverted
      from ${linesOf(asked, [measure], credit)} ${filterOf(measure)}
      group by 1, 2, 3, 4
    ) g
    order by g.day, g.source, g.id`.execute(db);
  return rows;
}

/** @throws RangeError naming the earliest line without a rate. */
function assertConverted(
  { currency }: LinesAsked,
  rows: readonly { readonly unconverted: string | null }[],
): void {
  const [line] = rows.flatMap(({ unconverted: each }) => (each === null ? [] : [each])).toSorted();
  if (line === undefined) return;
  const [day, from, source, ...id] = line.split(' ');
  throw new RangeError(
    `there is no rate from ${from} to ${currency} for ${day}, the day of line "${id.join(' ')}" of ${source}: set one with POST /exchange-rates/bulk`,
  );
}
