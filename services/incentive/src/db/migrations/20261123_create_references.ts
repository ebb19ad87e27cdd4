import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const STATEMENTS = [
  sql`create table partner (
    partner_id uuid primary key,
    code text collate "C" not null unique,
    external_id text collate "C" unique,
    name text not null
  )`,
  // The id in the source system goes before our own code, should they ever meet.
  sql`create view partner_reference as
    select external_id as reference, partner_id from partner where external_id is not null
    union all
    select p.code, p.partner_id from partner p
    where not exists (select from partner other where other.external_id = p.code)`,
  // Not a part of partner: either service may be heard first.
  sql`create table partner_territory (
    partner_id uuid primary key,
    territory_code text not null,
    territory_name text not null
  )`,
  sql`create table salesperson (code text collate "C" primary key, name text not null)`,
  sql`create table product (
    code text collate "C" primary key,
    name text not null,
    category text not null,
    product_group text not null
  )`,
];

/** What other services say of partners and people, and the products. Codes compare byte by byte: they are no words. */
export const createReferences = defineMigration(...STATEMENTS);
