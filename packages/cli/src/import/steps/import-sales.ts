import { statSync } from 'node:fs';
import type { SalesImport } from '@quyu/incentive-contracts';
import { CURRENCY } from '../../main-job/market.js';
import { type ProgressStep, track } from '../../terminal/progress.js';
import { FAULTS_SHOWN } from '../csv/fault.js';
import { bytesOf, findFile } from '../csv/open.js';
import { salesLayout } from '../dataset/layouts.js';
import { SALES_COLUMNS } from '../dataset/sales-columns.js';
import { describeOutcome, type ImportJob, type ImportStep, type StepOutcome } from '../import-job.js';

/** Streams the sales lines to the incentive service, which takes the good ones and keeps every other with its reason. */
export const importSales: ImportStep = (job) =>
  track(job.progress, 'sales lines', (step) => uploadSales(job, step), describeOutcome);

async function uploadSales(job: ImportJob, step: ProgressStep): Promise<StepOutcome> {
  const { file } = salesLayout;
  const found = findFile(job.folder, file);
  if (!found) throw new Error(`${file} went away while it was being imported`);
  const { size } = statSync(found.path);
  const done = await job.platform.incentive.importSales({
    query: { source: job.source, file, currency: CURRENCY, ...SALES_COLUMNS },
    body: bytesOf(found, (bytes) => step.update(bytes, size)),
  });
  await noteRejections(job, done);
  return { what: 'sales lines', created: done.accepted, unchanged: done.duplicates, rejected: done.rejected };
}

async function noteRejections({ platform, faults }: ImportJob, done: SalesImport): Promise<void> {
  if (done.rejected === 0) return;
  const { items } = await platform.incentive.listRejectedSales({
    params: { importId: done.importId },
    query: { limit: FAULTS_SHOWN },
  });
  for (const { file, line, column, value, reason } of items)
    faults.addLine({ file, line, column, value, reason });
  faults.addUnseen(done.rejected - items.length);
}
