import type { ProductLine } from '@quyu/incentive-contracts';
import { type Insertable, type Kysely, sql } from 'kysely';
import type { IncentiveDb, PartnerTable, PartnerTerritoryTable, SalespersonTable } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

export async function upsertPartners(db: Db, partners: readonly Insertable<PartnerTable>[]): Promise<void> {
  await sql`
    insert into partner (partner_id, code, external_id, name)
    select * from json_populate_recordset(null::partner, ${JSON.stringify(partners)})
    on conflict (partner_id) do update
      set code = excluded.code, external_id = excluded.external_id, name = excluded.name`.execute(db);
}

/** Plans may look at where a partner is: it is to be calculated again when it has moved, and so is who sold to it. */
const MARKED = sql`marked as (
      insert into dirty_payee (payee_kind, payee_code)
      select 'partner', p.code from moved join partner p on p.partner_id = moved.partner_id
      union
      select 'salesperson', s.salesperson_code from moved join partner_quarter_seller s on s.partner_id = moved.partner_id
    )`;

export async function upsertTerritories(
  db: Db,
  territories: readonly Insertable<PartnerTerritoryTable>[],
): Promise<void> {
  await sql`
    with given as (
      select * from json_populate_recordset(null::partner_territory, ${JSON.stringify(territories)})
    ), moved as (
      select g.partner_id from given g left join partner_territory t on t.partner_id = g.partner_id
      where t.path is distinct from g.path
    ), ${MARKED}
    insert into partner_territory (partner_id, territory_code, territory_name, partner_code, path)
    select partner_id, territory_code, territory_name, partner_code, path from given
    on conflict (partner_id) do update
      set territory_code = excluded.territory_code, territory_name = excluded.territory_name,
        partner_code = excluded.partner_code, path = excluded.path`.execute(db);
}

export async function deleteTerritories(db: Db, partnerIds: readonly string[]): Promise<void> {
  await sql`
    with moved as (
      delete from partner_territory where partner_id = any(${partnerIds}::uuid[]) returning partner_id
    ), ${MARKED}
    select from moved`.execute(db);
}

export async function upsertSalespeople(
  db: Db,
  salespeople: readonly Insertable<SalespersonTable>[],
): Promise<void> {
  await sql`
    with given as (
      select * from json_populate_recordset(null::salesperson, ${JSON.stringify(salespeople)})
    ), marked as (
      -- Sales of a group count for another leader now: both are to be calculated again, with all above them.
      insert into dirty_payee (payee_kind, payee_code)
      select distinct 'salesperson', leader from given g
      join salesperson s on s.code = g.code and s.manager_code is distinct from g.manager_code
      cross join lateral (values (s.code), (s.manager_code), (g.manager_code)) changed (leader)
      where leader is not null
    )
    insert into salesperson (code, name, manager_code)
    select code, name, manager_code from given
    on conflict (code) do update set name = excluded.name, manager_code = excluded.manager_code`.execute(db);
}

/** Of these codes the products that are known; they cannot change until the transaction ends. */
export async function lockProducts(db: Db, codes: readonly string[]): Promise<ProductLine[]> {
  return db
    .selectFrom('product')
    .select(['code', 'name', 'category', 'product_group as group'])
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .orderBy('code')
    .forUpdate()
    .execute();
}

/** @param products each code once, in the order of their codes. */
export async function upsertProducts(db: Db, products: readonly ProductLine[]): Promise<void> {
  const rows = products.map(({ group, ...product }) => ({ ...product, product_group: group }));
  await sql`
    insert into product (code, name, category, product_group)
    select code, name, category, product_group
    from json_populate_recordset(null::product, ${JSON.stringify(rows)})
    on conflict (code) do update
      set name = excluded.name, category = excluded.category, product_group = excluded.product_group`.execute(
    db,
  );
}
