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

/** Where partners are today. */
export async function upsertTerritories(
  db: Db,
  territories: readonly Insertable<PartnerTerritoryTable>[],
): Promise<void> {
  await sql`
    insert into partner_territory (partner_id, territory_code, territory_name, partner_code, path)
    select partner_id, territory_code, territory_name, partner_code, path
    from json_populate_recordset(null::partner_territory, ${JSON.stringify(territories)})
    on conflict (partner_id) do update
      set territory_code = excluded.territory_code, territory_name = excluded.territory_name,
        partner_code = excluded.partner_code, path = excluded.path`.execute(db);
}

export async function deleteTerritories(db: Db, partnerIds: readonly string[]): Promise<void> {
  await sql`delete from partner_territory where partner_id = any(${partnerIds}::uuid[])`.execute(db);
}

export async function upsertSalespeople(
  db: Db,
  salespeople: readonly Insertable<SalespersonTable>[],
): Promise<void> {
  await sql`
    insert into salesperson (code, name, manager_code)
    select code, name, manager_code from json_populate_recordset(null::salesperson, ${JSON.stringify(salespeople)})
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
