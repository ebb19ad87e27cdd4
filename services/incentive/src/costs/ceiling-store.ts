import type { CostCeiling } from '@quyu/incentive-contracts';
import { cursorPart, type Page, PAGE_DEFAULT, pageFrom, type PageQuery, readCursor } from '@quyu/plugin-kit';
import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

const COLUMNS = sql`code, dimension as by, key, ceiling_bp as "ceilingBp", mode, effective_from::text as "effectiveFrom",
  effective_to::text as "effectiveTo"`;

export async function upsertCeiling(db: Db, ceiling: CostCeiling): Promise<void> {
  const { code, by: dimension, key, ceilingBp, mode, effectiveFrom, effectiveTo } = ceiling;
  const terms = { dimension, key, ceiling_bp: ceilingBp, mode };
  const dates = { effective_from: effectiveFrom, effective_to: effectiveTo };
  await db
    .insertInto('cost_ceiling')
    .values({ code, ...terms, ...dates })
    .onConflict((conflict) => conflict.column('code').doUpdateSet({ ...terms, ...dates }))
    .execute();
}

export async function selectCeilings(db: Db): Promise<CostCeiling[]> {
  const { rows } = await sql<CostCeiling>`select ${COLUMNS} from cost_ceiling order by code`.execute(db);
  return rows;
}

export async function pageOfCeilings(
  db: Db,
  { cursor, limit = PAGE_DEFAULT }: PageQuery,
): Promise<Page<CostCeiling>> {
  const [after = ''] = readCursor(cursor, [cursorPart.text]) ?? [];
  const { rows } = await sql<CostCeiling>`
    select ${COLUMNS} from cost_ceiling where code > ${after} order by code limit ${limit + 1}`.execute(db);
  return pageFrom(rows, limit, ({ code }) => [code]);
}
