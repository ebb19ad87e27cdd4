import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What other services say of partners and people, and the products. Codes compare byte by byte: they are no words. */
export const createReferences: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table partner (
    partner_id uuid primary key,
    code text collate "C" not null unique,
    external_id text collate "C" unique,
    name text not null
  )`,
  // The id in the source system goes before our own code, should they ever meet.
  `create view partner_reference as
    select external_id as reference, partner_id from partner where external_id is not null
    union all
    select p.code, p.partner_id from partner p
    where not exists (select from partner other where other.external_id = p.code)`,
  // Not a part of partner: either service may be heard first.
  `create table partner_territory (
    partner_id uuid primary key,
    territory_code text not null,
    territory_name text not null
  )`,
  `create table salesperson (code text collate "C" primary key, name text not null)`,
  `create table product (
    code text collate "C" primary key,
    name text not null,
    category text not null,
    product_group text not null
  )`,
];
