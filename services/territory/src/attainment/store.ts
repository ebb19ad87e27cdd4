import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Attainment } from '@quyu/territory-contracts';
import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import { quartersOf } from '../facts/quarters.js';
import { attainmentOf } from './attainment.js';

/** What is asked for of a target. */
export interface AttainedTarget {
  readonly targetId: string;
  readonly period: string;
  readonly currency: string;
}

export async function selectAttainedTarget(
  db: Kysely<TerritoryDb>,
  targetId: string,
): Promise<AttainedTarget | undefined> {
  const query = db.selectFrom('target').select(['target_id as targetId', 'period', 'currency']);
  return query.where('target_id', '=', targetId).executeTakeFirst();
}

interface Row {
  readonly nodeId: string;
  readonly territoryCode: string;
  readonly territoryName: string;
  readonly parentCode: string | null;
  readonly target: string;
  readonly sales: string;
  readonly asOf: Date | null;
}

/** Nodes with the sales of their territories and all below, in the order of their codes. Sales count by where accounts are today. */
export async function selectAttainment(
  db: Kysely<TerritoryDb>,
  { targetId, period, currency }: AttainedTarget,
  {
    parentCode,
    cursor,
    limit,
  }: { parentCode?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<Attainment>> {
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  const { first, last } = quartersOf(period);
  const { rows } = await sql<Row>`
    with node as (
      select * from target_node
      where target_id = ${targetId}::uuid
        and (${parentCode ?? null}::text is null or parent_code = ${parentCode ?? null})
        and (${after ?? null}::text is null or territory_code > ${after ?? null})
      order by territory_code limit ${limit + 1}
    ), sold as (
      select t.path, sum(s.amount) as amount, max(s.heard_at) as heard_at
      from territory t
      join assignment a on a.model_id = t.model_id and a.territory_code = t.code
      join partner_sales s on s.partner_id = a.subject_id
        and s.quarter between ${first} and ${last} and s.currency = ${currency}
      where t.model_id = (select model_id from active_model)
      group by t.path
    ), rolled as (
      select above.code, sum(sold.amount) as amount, max(sold.heard_at) as heard_at
      from sold cross join unnest(sold.path) as above (code) group by above.code
    )
    select n.node_id as "nodeId", n.territory_code as "territoryCode", n.territory_name as "territoryName",
      n.parent_code as "parentCode", coalesce(n.issued_amount, n.amount) as target, coalesce(r.amount, 0)::text as sales,
      r.heard_at as "asOf"
    from node n left join rolled r on r.code = n.territory_code
    order by n.territory_code`.execute(db);
  const nodes = rows.map((row) =>
    attainmentOf({ ...row, target: BigInt(row.target), sales: BigInt(row.sales) }, currency),
  );
  return pageFrom(nodes, limit, ({ territoryCode }) => [territoryCode]);
}
