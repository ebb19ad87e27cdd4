import type { AccrualRule, MdfEntry } from '@quyu/marketing-contracts';
import { money } from '@quyu/plugin-kit';
import { type Selectable, sql } from 'kysely';
import type { Db, MdfEntryTable } from '../db/schema.js';
import type { Accrued, DueEntry } from './mdf.js';

/** Keeps rules from changing until the transaction ends; several may hold them so at a time. */
export async function holdRules(db: Db): Promise<void> {
  await sql`lock table accrual_rule in share mode`.execute(db);
}

/** Waits for all who hold the rules, and keeps others out, before they are changed. */
export async function claimRules(db: Db): Promise<void> {
  await sql`lock table accrual_rule in share row exclusive mode`.execute(db);
}

/** Every rule in its latest version, by code. */
export async function readRules(db: Db): Promise<AccrualRule[]> {
  const rows = await db
    .selectFrom('accrual_rule')
    .distinctOn('code')
    .select(['code', 'version', 'rate_bp as rateBp'])
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute();
  return rows;
}

export async function insertRule(db: Db, { code, version, rateBp }: AccrualRule, setAt: Date): Promise<void> {
  await db.insertInto('accrual_rule').values({ code, version, rate_bp: rateBp, set_at: setAt }).execute();
}

/** What the ledger holds for these quarters, by rule and currency. */
export async function readAccrued(
  db: Db,
  quarters: readonly { readonly partnerId: string; readonly period: string }[],
): Promise<Accrued[]> {
  const partners = quarters.map(({ partnerId }) => partnerId);
  const periods = quarters.map(({ period }) => period);
  const { rows } = await sql<Omit<Accrued, 'amount'> & { amount: string }>`
    select e.partner_id as "partnerId", e.period, e.rule_code as "ruleCode", e.currency, sum(e.amount) as amount
    from mdf_entry e
    join unnest(${partners}::uuid[], ${periods}::text[]) as q (partner_id, period)
      on e.partner_id = q.partner_id and e.period = q.period
    group by e.partner_id, e.period, e.rule_code, e.currency
    order by e.currency`.execute(db);
  return rows.map((row) => ({
    partnerId: row.partnerId,
    period: row.period,
    ruleCode: row.ruleCode,
    currency: row.currency,
    amount: BigInt(row.amount),
  }));
}

/** Adds to the ledger. */
export async function insertEntries(
  db: Db,
  entries: readonly DueEntry[],
  recorded: { readonly at: Date; readonly newId: () => string },
): Promise<void> {
  const rows = entries.map((entry) => ({
    entry_id: recorded.newId(),
    partner_id: entry.partnerId,
    partner_code: entry.partnerCode,
    period: entry.period,
    kind: entry.kind,
    amount: entry.amount.toString(),
    currency: entry.currency,
    rule_code: entry.ruleCode,
    rule_version: entry.ruleVersion,
    sales: entry.sales.toString(),
    recorded_at: recorded.at,
  }));
  await db.insertInto('mdf_entry').values(rows).execute();
}

/** Entries in the order in which they were made, after one id. */
export async function readEntries(
  db: Db,
  query: {
    readonly after: string | undefined;
    readonly limit: number;
    readonly partnerCode?: string | undefined;
    readonly period?: string | undefined;
  },
): Promise<MdfEntry[]> {
  const { after, limit, partnerCode, period } = query;
  let found = db.selectFrom('mdf_entry').selectAll().orderBy('entry_id').limit(limit);
  if (after !== undefined) found = found.where('entry_id', '>', after);
  if (partnerCode !== undefined) found = found.where('partner_code', '=', partnerCode);
  if (period !== undefined) found = found.where('period', '=', period);
  return (await found.execute()).map(entryOf);
}

/** The ledger's sum per currency, over all and of one year. */
export async function sumEntries(
  db: Db,
  year: number,
): Promise<{ readonly currency: string; readonly total: bigint; readonly ofYear: bigint }[]> {
  const { rows } = await sql<{ currency: string; total: string; of_year: string }>`
    select currency, sum(amount) as total,
      coalesce(sum(amount) filter (where left(period, 4) = ${String(year)}), 0) as of_year
    from mdf_entry group by currency order by currency`.execute(db);
  return rows.map(({ currency, total, of_year }) => ({
    currency,
    total: BigInt(total),
    ofYear: BigInt(of_year),
  }));
}

function entryOf(row: Selectable<MdfEntryTable>): MdfEntry {
  return {
    entryId: row.entry_id,
    partnerId: row.partner_id,
    partnerCode: row.partner_code,
    period: row.period,
    kind: row.kind,
    amount: money(BigInt(row.amount), row.currency),
    ruleCode: row.rule_code,
    ruleVersion: row.rule_version,
    sales: money(BigInt(row.sales), row.currency),
    recordedAt: row.recorded_at.toISOString(),
  };
}
