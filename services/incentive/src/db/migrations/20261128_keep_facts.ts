import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

const FACTS = sql`create table payee_fact (
  payee_kind text not null check (payee_kind in ('partner', 'salesperson')),
  payee_code text not null,
  name text not null,
  value text not null,
  valid_from date not null,
  source text not null,
  primary key (payee_kind, payee_code, name, valid_from)
)`;

export const keepFacts = defineMigration(FACTS);
