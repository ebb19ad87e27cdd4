import type { CreditingRule, Shares } from '@quyu/incentive-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { CreditingRuleTable } from '../db/credit-schema.js';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** One at a time changes who is credited: marks are made by what stood before and by what stands after. */
export async function claimCrediting(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(7116857, hashtext('incentive.credit'))`.execute(db);
}

/** Of these codes those of salespeople that there are. */
export async function selectPeople(db: Db, codes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('salesperson')
    .select('code')
    .where(sql<boolean>`code = any(${codes}::text[])`)
    .execute();
  return new Set(rows.map(({ code }) => code));
}

export async function selectRule(db: Db, code: string): Promise<CreditingRule | undefined> {
  const row = await db.selectFrom('crediting_rule').selectAll().where('code', '=', code).executeTakeFirst();
  return row && ruleOf(row);
}

/** Rules by code. */
export async function selectRules(
  db: Db,
  after: string | undefined,
  limit: number,
): Promise<CreditingRule[]> {
  let query = db.selectFrom('crediting_rule').selectAll().orderBy('code').limit(limit);
  if (after !== undefined) query = query.where('code', '>', after);
  return (await query.execute()).map(ruleOf);
}

export async function upsertRule(db: Db, rule: CreditingRule): Promise<void> {
  const { code, ...row } = rowOf(rule);
  await db
    .insertInto('crediting_rule')
    .values({ code, ...row })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
    .execute();
}

export async function deleteRule(db: Db, code: string): Promise<void> {
  await db.deleteFrom('crediting_rule').where('code', '=', code).execute();
}

function rowOf({ code, effectiveFrom, effectiveTo, priority = 0, when, split, overlays }: CreditingRule) {
  return {
    code,
    effective_from: effectiveFrom,
    effective_to: effectiveTo,
    priority,
    partners: listOrNull(when.partners),
    salespeople: listOrNull(when.salespeople),
    products: listOrNull(when.products),
    categories: listOrNull(when.categories),
    territories: listOrNull(when.territories),
    split_people: peopleOf(split),
    split_shares: bpOf(split),
    overlay_people: peopleOf(overlays),
    overlay_shares: bpOf(overlays),
  };
}

function ruleOf(row: Selectable<CreditingRuleTable>): CreditingRule {
  const { partners, salespeople, products, categories, territories } = row;
  const given = Object.entries({ partners, salespeople, products, categories, territories });
  return {
    code: row.code,
    effectiveFrom: row.effective_from,
    effectiveTo: row.effective_to,
    priority: row.priority,
    when: Object.fromEntries(given.filter(([, names]) => names !== null)),
    ...sharesNamed('split', row.split_people, row.split_shares),
    ...sharesNamed('overlays', row.overlay_people, row.overlay_shares),
  };
}

function listOrNull(names: readonly string[] | undefined): string[] | null {
  return names === undefined ? null : [...new Set(names)].toSorted();
}

function peopleOf(shares: Shares | undefined): string[] {
  return (shares ?? []).map(({ salesperson }) => salesperson);
}

function bpOf(shares: Shares | undefined): number[] {
  return (shares ?? []).map(({ shareBp }) => shareBp);
}

function sharesNamed(name: 'split' | 'overlays', people: readonly string[], bp: readonly number[]) {
  if (people.length === 0) return {};
  return { [name]: people.map((salesperson, index) => ({ salesperson, shareBp: bp[index]! })) };
}
