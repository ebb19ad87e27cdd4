import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../../db/schema.js';
import type { Taking } from '../accept-store.js';
import type { Accepted } from '../tally.js';
import { rateOfLine } from '../sale-of-line.js';
import type { ImportKey } from '../sales-columns.js';

type Db = Kysely<IncentiveDb>;

/**
 * Parts of the ledger: tables that inherit from `sale` and are read through it. A large file fills one with `COPY`, which costs a
 * fifth of inserting its lines, and its indexes are built when all lines are in, which costs a quarter of keeping them up meanwhile.
 * A part is filled, keyed and attached in one transaction: nobody sees it before. Attaching holds up whoever attaches another, so it is
 * left to the end. See ADR 19.
 *
 * @returns the name of a new one, to be filled with all but what {@link completePart} says.
 */
export async function openPart(db: Db): Promise<string> {
  const { rows } = await sql<{ part: string }>`select open_sale_part() as part`.execute(db);
  return rows[0]!.part;
}

/** Says once for all lines of a filled part of which import and source they are. */
export async function completePart(db: Db, part: string, { importId, source }: ImportKey): Promise<void> {
  await sql`select complete_sale_part(${part}, ${importId}::uuid, ${source})`.execute(db);
}

/** What two lines with one id must agree in. */
const CONTENT = ['sold_on', 'partner_id', 'salesperson_code', 'quantity', 'amount', 'order_number', 'product_code', 'currency', 'returns_line_id']; // prettier-ignore
const contentOf = (alias: string) => sql.raw(`(${CONTENT.map((column) => `${alias}.${column}`).join(', ')})`);

/** All of it that others can see. */
export const LEDGER = 'sale';

/** Lines that were taken off an open part. */
export interface Dropped {
  readonly lines: number;
  /** Where those of them stand in the file that say something else than the line which stays. */
  readonly conflicts: readonly number[];
}

const NOTHING_DROPPED: Dropped = { lines: 0, conflicts: [] };

/** Whether earlier files have brought lines of a source into the ledger. */
export async function hasLinesOf(db: Db, source: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (select from sales_import where source = ${source} and accepted > 0) as has`.execute(db);
  return rows[0]!.has;
}

/** Takes the lines off an open part whose ids are in the ledger already, or in another part. */
export async function dropKnown(db: Db, part: string, known: string): Promise<Dropped> {
  const { rows } = await sql<Dropped>`
    with known as (
      delete from ${sql.table(part)} s using ${sql.table(known)} e
      where e.line_id = s.line_id and e.source = s.source
      returning s.line, ${contentOf('s')} is distinct from ${contentOf('e')} as differs
    )
    ${droppedOf('known')}`.execute(db);
  return rows[0]!;
}

const droppedOf = (lines: string) => sql`
  select count(*)::int as lines, coalesce(array_agg(line) filter (where differs), '{}') as conflicts from ${sql.table(lines)}`;

/** Builds the index that tells the lines of a part from one another. Of several with one id the first stays. */
export async function keyPart(db: Db, part: string): Promise<Dropped> {
  if (await buildKey(db, part)) return NOTHING_DROPPED;
  const { rows } = await sql<Dropped>`
    with first as (
      select line, first_value(line) over (partition by line_id order by line) as first_line from ${sql.table(part)}
    ), again as (
      delete from ${sql.table(part)} s using first f, ${sql.table(part)} e
      where f.line = s.line and f.first_line < s.line and e.line = f.first_line
      returning s.line, ${contentOf('s')} is distinct from ${contentOf('e')} as differs
    )
    ${droppedOf('again')}`.execute(db);
  await buildKey(db, part);
  return rows[0]!;
}

async function buildKey(db: Db, part: string): Promise<boolean> {
  const { rows } = await sql<{ built: boolean }>`select key_sale_part(${part}) as built`.execute(db);
  return rows[0]!.built;
}

/** Makes a part one of the ledger. */
export async function attachPart(db: Db, part: string): Promise<void> {
  await sql`select attach_sale_part(${part})`.execute(db);
}

export async function dropPart(db: Db, part: string): Promise<void> {
  await sql`select drop_sale_part(${part})`.execute(db);
}

/** What is in a part. @param hasForeign whether any of it is in another currency than the ledger's. */
export async function sumPart(db: Db, part: string, taking: Taking, hasForeign: boolean): Promise<Accepted> {
  const converted = sql`case when s.currency = ${taking.ledgerCurrency} then s.amount else round(s.amount * x.minor_rate) end`;
  const rate = sql`left join lateral ${rateOfLine(taking, sql`s.sold_on`)} on true`;
  const { rows } = await sql<{ lines: number; amount: string }>`
    select count(*)::int as lines, coalesce(sum(${hasForeign ? converted : sql`s.amount`}), 0)::text as amount
    from ${sql.table(part)} s ${hasForeign ? rate : sql``}`.execute(db);
  const { lines, amount } = rows[0]!;
  return { lines, amount: BigInt(amount) };
}

/** Builds the indexes that parts lack still. @returns of how many parts. */
export async function indexParts(db: Db): Promise<number> {
  const { rows } = await sql<{ parts: number }>`select index_sale_parts() as parts`.execute(db);
  return rows[0]!.parts;
}

/**
 * Makes one part of the smallest ones that come to `mostBytes` at most, if they are at least so many.
 *
 * @returns how many were merged.
 */
export async function mergeParts(
  db: Db,
  { least, mostBytes }: { readonly least: number; readonly mostBytes: number },
): Promise<number> {
  const { rows } = await sql<{ merged: number }>`
    select merge_sale_parts(${least}::int, ${mostBytes}::bigint) as merged`.execute(db);
  return rows[0]!.merged;
}
