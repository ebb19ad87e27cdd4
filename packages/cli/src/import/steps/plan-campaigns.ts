import type { CampaignLine } from '@quyu/marketing-contracts';
import type { RowOf } from '../csv/layout.js';
import { rowsOf } from '../csv/rows.js';
import { promotionsLayout } from '../dataset/layouts.js';
import type { Filed } from '../filed.js';
import type { ImportJob, ImportStep } from '../import-job.js';
import { sendLines } from '../send-lines.js';

/** Plans a campaign for each promotion. */
export const planCampaigns: ImportStep = (job) =>
  sendLines(job, {
    what: 'campaigns',
    file: promotionsLayout.file,
    columns: {
      '/code': 'PromotionKey',
      '/name': 'Name',
      '/kind': 'Type',
      '/audience': 'Category',
      '/discountBp': 'DiscountPct',
      '/startDate': 'StartDate',
      '/endDate': 'EndDate',
      '/minQuantity': 'MinQty',
      '/maxQuantity': 'MaxQty',
    },
    lines: campaignLines(job),
    send: (body) => job.platform.marketing.planCampaigns({ body }),
  });

async function* campaignLines({ folder, faults }: ImportJob): AsyncIterable<Filed<CampaignLine>> {
  for await (const { line, body } of rowsOf(promotionsLayout, folder, faults)) {
    yield { line, body: campaignLine(body) };
  }
}

function campaignLine({ key, maxQuantity, ...rest }: RowOf<typeof promotionsLayout>): CampaignLine {
  return { code: key, ...rest, ...(maxQuantity === undefined ? {} : { maxQuantity }) };
}
