import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../../db/schema.js';
import { CodeTable } from './code-table.js';
import { dayNumberOf } from './day-number.js';
import type { KnownNames } from './known-names.js';

type Db = Kysely<IncentiveDb>;

/** Of each kind: what is known is held in memory while a file is read. */
const MOST_NAMES = 500_000;

/** @returns nothing where there is more to know than is to be held in memory. */
export async function selectKnownNames(db: Db, ledgerCurrency: string): Promise<KnownNames | undefined> {
  const partners = await selectNames(db, sql`select reference as name, partner_id::text as id from partner_reference order by partner_id`);
  const products = await selectNames(db, sql`select code as name, null as id from product`);
  const salespeople = await selectNames(db, sql`select code as name, null as id from salesperson`);
  if ([partners, products, salespeople].some(({ length }) => length > MOST_NAMES)) return undefined;
  const rates = await selectNames(
    db,
    sql`select base as name, min(valid_from)::text as id from exchange_rate where quote = ${ledgerCurrency} group by base`,
  );
  const tableOf = (names: readonly Name[]): CodeTable => new CodeTable(names.map(({ name }) => name));
  const currencyCodes = [ledgerCurrency, ...rates.map(({ name }) => name)];
  return {
    partners: tableOf(partners),
    partnerIds: Buffer.from(partners.map(({ id }) => id!.replaceAll('-', '')).join(''), 'hex'),
    products: tableOf(products),
    salespeople: tableOf(salespeople),
    currencies: new CodeTable(currencyCodes),
    currencyCodes,
    convertibleFrom: [-Infinity, ...rates.map(({ id }) => dayNumberOf(id!))],
  };
} // prettier-ignore

interface Name {
  readonly name: string;
  readonly id: string | null;
}

async function selectNames(db: Db, names: ReturnType<typeof sql>): Promise<readonly Name[]> {
  const { rows } = await sql<Name>`select * from (${names}) n limit ${MOST_NAMES + 1}`.execute(db);
  return rows;
}
