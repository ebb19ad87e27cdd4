import type { PlanDraft } from '@quyu/incentive-contracts';
import type { Pool } from 'pg';
import type { Market } from './market.js';

/** The three rewards of every quarter, as the main job pays them. */
export const PLAN: PlanDraft = {
  name: 'Channel rewards',
  currency: 'CNY',
  effectiveFrom: '2018-01-01',
  effectiveTo: null,
  components: [
    {
      kind: 'tiered',
      code: 'volume-rebate',
      payee: 'partner',
      mode: 'marginal',
      basis: 'period',
      tiers: [
        { from: '0', rateBp: 0 },
        { from: '2500000', rateBp: 150 },
        { from: '10000000', rateBp: 250 },
        { from: '25000000', rateBp: 400 },
      ],
    },
    { kind: 'growth-rebate', code: 'growth-rebate', payee: 'partner', rateBp: 50, thresholdBp: 12_000 },
    {
      kind: 'attainment-bonus',
      code: 'attainment-bonus',
      payee: 'salesperson',
      rateBp: 100,
      curve: [
        { attainmentBp: 8_000, payoutBp: 5_000 },
        { attainmentBp: 10_000, payoutBp: 10_000 },
        { attainmentBp: 12_000, payoutBp: 15_000 },
      ],
    },
  ],
};

const LINES = `
  insert into incentive.sale (source, order_number, line_id, product_code, partner_id, salesperson_code, sold_on, credited_on,
    quantity, amount, currency, import_id, line)
  select 'erp', 'SO' || n / 4, 'SO' || n / 4 || '#' || n % 4, 'A' || n % $4::int + 1, p.partner_id,
    'S' || (p.place % $3::int) + 1, o.sold_on, o.sold_on, 1 + n % 5, 1000 + (n * 15485863::bigint) % 500000, 'CNY', gen_random_uuid(), n
  from generate_series(0, $1::int - 1) n
  cross join lateral (select date '2018-01-01' + ((n / 4 * 104729::bigint) % 730)::int as sold_on) o
  join (select partner_id, substr(code, 2)::int - 1 as place from incentive.partner) p on p.place = (n / 4 * 7919::bigint) % $2::int`;

const SUMMARIES = `
  insert into incentive.partner_quarter (partner_id, quarter, sales, orders, lines, product_groups)
  select partner_id, quarter, sum(amount), count(distinct order_number), count(*), '{}' from incentive.sale group by 1, 2`;

const SELLERS = `
  insert into incentive.partner_quarter_seller (partner_id, quarter, salesperson_code, sales)
  select partner_id, quarter, salesperson_code, sum(amount) from incentive.sale group by 1, 2, 3`;

/** As if the sales had been taken in and summed up, and each salesperson had a quota in each of the eight quarters. */
export async function fillSales(pool: Pool, market: Market): Promise<void> {
  await pool.query(LINES, [market.lines, market.partners, market.salespeople, market.products]);
  await pool.query("insert into incentive.ledger (currency) values ('CNY')");
  await pool.query(SUMMARIES);
  await pool.query(SELLERS);
  await pool.query(
    `insert into incentive.quota (payee_code, quarter, amount, currency)
     select 'S' || n, q, 50000000, 'CNY' from generate_series(1, $1::int) n, generate_series(8072, 8079) q`,
    [market.salespeople],
  );
  await pool.query('vacuum analyze incentive.sale');
  await pool.query('analyze');
}
