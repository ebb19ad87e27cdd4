import { money } from '@quyu/contract-kit';
import type { QuotaLine } from '@quyu/incentive-contracts';
import { CURRENCY } from '../../main-job/market.js';
import { rowsOf } from '../csv/rows.js';
import { quotasLayout } from '../dataset/layouts.js';
import type { Filed } from '../filed.js';
import type { ImportJob, ImportStep } from '../import-job.js';
import { sendLines } from '../send-lines.js';

/** Sets what each salesperson is asked to sell in each quarter. */
export const setQuotas: ImportStep = (job) =>
  sendLines(job, {
    what: 'quotas',
    file: quotasLayout.file,
    columns: { '/salespersonCode': 'EmployeeKey', '/period': 'Quarter', '/amount': 'SalesAmountQuota' },
    lines: quotaLines(job),
    send: (body) => job.platform.incentive.setQuotas({ body }),
  });

async function* quotaLines({ folder, faults }: ImportJob): AsyncIterable<Filed<QuotaLine>> {
  for await (const { line, body } of rowsOf(quotasLayout, folder, faults)) {
    const { salespersonKey, year, quarter, amount } = body;
    const period = `${year}-Q${quarter}`;
    yield { line, body: { salespersonCode: salespersonKey, period, amount: money(amount, CURRENCY) } };
  }
}
