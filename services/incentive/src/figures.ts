import { defineFigure, type Figures } from '@quyu/plugin-kit';
import type { IncentiveDb } from './db/schema.js';

/** What the ledger took, what of it waits for somebody, and what is owed. */
export const incentiveFigures: Figures<IncentiveDb> = {
  accepted_lines: defineFigure<IncentiveDb>({
    help: { en: 'Lines of sales that were accepted', zh: '已入账销售行数' },
    // Summed up as imports end: to count the ledger itself takes seconds.
    read: (db) =>
      db
        .selectFrom('sales_import')
        .select(({ fn, lit }) => fn.coalesce(fn.sum('accepted'), lit(0)).as('value'))
        .execute(),
  }),
  open_rejections: defineFigure<IncentiveDb>({
    help: { en: 'Lines of sales that were rejected and wait for somebody', zh: '待处理的被拒销售行数' },
    read: (db) =>
      db
        .selectFrom('rejected_sale')
        .select(({ fn }) => fn.countAll().as('value'))
        .where('is_open', '=', true)
        .execute(),
  }),
  runs: defineFigure<IncentiveDb, 'state'>({
    help: { en: 'Runs by state', zh: '各状态核算次数' },
    labels: ['state'],
    read: (db) =>
      db
        .selectFrom('run')
        .select(({ fn }) => ['state', fn.countAll().as('value')])
        .groupBy('state')
        .execute(),
  }),
  payable_minor_units: defineFigure<IncentiveDb, 'currency'>({
    help: { en: 'What payees are owed, in minor units', zh: '应付总额（最小货币单位）' },
    labels: ['currency'],
    read: (db) =>
      db
        .selectFrom('account_entry')
        .select(({ fn }) => ['currency', fn.sum('amount').as('value')])
        .where('account', '=', 'payable')
        .groupBy('currency')
        .execute(),
  }),
  open_disputes: defineFigure<IncentiveDb, 'state'>({
    help: { en: 'Disputes that nobody has decided yet', zh: '未决异议' },
    labels: ['state'],
    read: (db) =>
      db
        .selectFrom('dispute')
        .select(({ fn }) => ['state', fn.countAll().as('value')])
        .where('state', 'in', ['open', 'under-review'])
        .groupBy('state')
        .execute(),
  }),
  payout_batches: defineFigure<IncentiveDb, 'status'>({
    help: { en: 'Payout batches by status', zh: '各状态付款批次' },
    labels: ['status'],
    read: (db) =>
      db
        .selectFrom('payout_batch')
        .select(({ fn }) => ['status', fn.countAll().as('value')])
        .groupBy('status')
        .execute(),
  }),
};
