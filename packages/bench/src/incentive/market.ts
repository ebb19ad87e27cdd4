import type { Pool } from 'pg';

/** A made-up market of the size that a bench asks for. */
export interface Market {
  readonly partners: number;
  readonly salespeople: number;
  readonly products: number;
  readonly lines: number;
}

/** What the budgets speak of: a million lines of ten thousand partners in eight quarters. */
export const MARKET: Market = { partners: 10_000, salespeople: 500, products: 200, lines: 1_000_000 };

const FIRST_DAY = Date.UTC(2018, 0, 1);
const DAYS = 730;

/** As if the partners, people and products had been heard of: how quickly events are taken in is what other figures tell. */
export async function fillReferences(pool: Pool, { partners, salespeople, products }: Market): Promise<void> {
  await pool.query(
    `insert into incentive.partner (partner_id, code, external_id, name)
     select gen_random_uuid(), 'P' || n, n::text, 'Partner ' || n from generate_series(1, $1::int) n`,
    [partners],
  );
  await pool.query(
    `insert into incentive.salesperson (code, name, manager_code)
     select 'S' || n, 'Person ' || n, null from generate_series(1, $1::int) n`,
    [salespeople],
  );
  await pool.query(
    `insert into incentive.product (code, name, category, product_group)
     select 'A' || n, 'Article ' || n, 'C' || n % 4, 'G' || n % 30 from generate_series(1, $1::int) n`,
    [products],
  );
  await pool.query('analyze incentive.partner; analyze incentive.salesperson; analyze incentive.product');
}

const HEADER = 'order,date,product,partner,salesperson,quantity,amount\n';
const PIECE = 10_000;

/** The lines of the market as a file: always the same, in orders of four lines, as an ERP would export them. */
export function* salesFile({ lines, partners, salespeople, products }: Market): Generator<Buffer> {
  yield Buffer.from(HEADER);
  for (let first = 0; first < lines; first += PIECE) {
    const rows: string[] = [];
    for (let line = first; line < Math.min(first + PIECE, lines); line += 1) {
      const order = Math.floor(line / 4);
      // Prime numbers larger than any of the counts spread the orders without randomness.
      const partner = (order * 7919) % partners;
      const date = new Date(FIRST_DAY + ((order * 104_729) % DAYS) * 86_400_000).toISOString().slice(0, 10);
      const product = (line * 31) % products;
      const cents = 1_000 + ((line * 15_485_863) % 500_000);
      const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
      rows.push(
        `SO${order},${date},A${product + 1},P${partner + 1},S${(partner % salespeople) + 1},${1 + (line % 5)},${amount}\n`,
      );
    }
    yield Buffer.from(rows.join(''));
  }
}
