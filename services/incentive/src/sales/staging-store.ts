import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import { STAGED_COLUMNS } from './staged-lines.js';

type Db = Kysely<IncentiveDb>;

/** Sales lines on their way into the ledger: see {@link STAGED_COLUMNS}. */
export const STAGING_TABLE = 'staged_sale';
/** Lines that wait until all others of their file are there. */
export const LATER_TABLE = 'staged_later';

/** The staging table is the transaction's own and goes with it: whatever happens, nothing of it stays. */
export async function createStaging(db: Db): Promise<void> {
  // One transaction may take several files: what it had for the one before is in the ledger by now.
  await sql`drop table if exists pg_temp.staged_sale, pg_temp.staged_return, pg_temp.staged_later`.execute(
    db,
  );
  await sql`
    create temporary table staged_sale (
      line int not null,
      order_number text collate "C",
      product text collate "C",
      partner text collate "C",
      salesperson text collate "C",
      sold_on date,
      quantity int,
      amount bigint,
      own_id text collate "C",
      returns text collate "C",
      currency text collate "C",
      line_id text collate "C" generated always as (coalesce(own_id, order_number || '#' || product)) stored,
      fault_rank int,
      fault_column text,
      fault_code text,
      fault_value text,
      fault_reason text,
      raw text not null
    ) on commit drop`.execute(db);
  for (const table of ['staged_return', LATER_TABLE])
    await sql`create temporary table ${sql.table(table)} (like staged_sale including generated) on commit drop`.execute(
      db,
    );
}

/** Nobody else counts what is in a temporary table: without this, plans are made for a few lines. */
export async function countStaging(db: Db): Promise<void> {
  await sql`analyze staged_sale (line, fault_code, returns, currency, partner, product, salesperson)`.execute(
    db,
  );
  // A slice is sorted in memory: its size is bounded.
  await sql`set local work_mem = '64MB'`.execute(db);
}

const COPIED = sql.raw(STAGED_COLUMNS.join(', '));

/** Makes room for the next slice. Returns wait for the end of the file: what they return may stand after them. */
export async function clearStaging(db: Db): Promise<void> {
  await sql`
    insert into staged_return (${COPIED})
    select ${COPIED} from staged_sale where returns is not null and fault_code is null`.execute(db);
  await sql`truncate staged_sale`.execute(db);
}

/** How many lines were brought to the staging table, and where in the file the last of them stands. */
export interface Brought {
  readonly lines: number;
  readonly last: number;
}

/** Brings the next of the lines that waited to the staging table, those behind a line of the file. */
export async function stageLater(db: Db, after: number, limit: number): Promise<Brought> {
  const { rows } = await sql<Brought>`
    with next as (
      select * from staged_later where line > ${after} order by line limit ${limit}
    ), brought as (
      insert into staged_sale (${COPIED}) select ${COPIED} from next
    )
    select count(*)::int as lines, coalesce(max(line), 0) as last from next`.execute(db);
  return rows[0]!;
}

/** Brings the returns of the whole file to the staging table. @returns how many they are. */
export async function stageReturns(db: Db): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into staged_sale (${COPIED}) select ${COPIED} from staged_return`.execute(db);
  return Number(numAffectedRows);
}

/** Of two files of one source the later waits for the earlier: what is not there yet cannot come while it is taken. */
export async function claimSource(db: Db, source: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(7116857, hashtext(${`incentive.sales.${source}`}))`.execute(db);
}
