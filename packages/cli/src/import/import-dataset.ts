import { ACCRUAL_RULE_CODE, accrualRule } from '../main-job/accrual-rule.js';
import { SALES_SOURCE } from '../main-job/market.js';
import type { Progress } from '../terminal/progress.js';
import { FaultLog } from './csv/fault.js';
import { divideMarket } from './dataset/divide-market.js';
import { inspectDataset } from './dataset/inspect-dataset.js';
import { readMarket } from './dataset/read-market.js';
import type { ImportJob, ImportStep, StepOutcome } from './import-job.js';
import type { Platform } from './platform.js';
import { settle } from './settle.js';
import { divideTerritory } from './steps/divide-territory.js';
import { enrolPartners } from './steps/enrol-partners.js';
import { enrolStaff } from './steps/enrol-staff.js';
import { importSales } from './steps/import-sales.js';
import { planCampaigns } from './steps/plan-campaigns.js';
import { recordObservations } from './steps/record-observations.js';
import { registerProducts } from './steps/register-products.js';
import { setQuotas } from './steps/set-quotas.js';

/** What to import, and into what. */
export interface Import {
  readonly folder: string;
  readonly platform: Platform;
  readonly progress: Progress;
  /** The system the sales come from; the same lines from the same system are recognised. */
  readonly source?: string;
}

/** What became of an import. */
export interface ImportOutcome {
  readonly steps: readonly StepOutcome[];
  readonly faults: FaultLog;
}

/** Before the sales, which refer to partners and people that the incentive service must have heard of. */
const MASTERS: readonly ImportStep[] = [
  divideTerritory,
  enrolStaff,
  enrolPartners,
  registerProducts,
  setQuotas,
];
const REST: readonly ImportStep[] = [planCampaigns, recordObservations, importSales];

/**
 * Imports a folder through the services' public APIs. Bad lines are noted and the good ones taken; every step may run
 * again, so that an import that was cut off is mended by another.
 *
 * @throws CsvRefused before anything is written when a file cannot be taken as a whole.
 */
export async function importDataset(given: Import): Promise<ImportOutcome> {
  const { folder, platform, progress, source = SALES_SOURCE } = given;
  await inspectDataset(folder);
  const faults = new FaultLog();
  const market = await readMarket(folder, faults);
  const division = divideMarket(market.regions, market.places.values());
  const job: ImportJob = { folder, platform, progress, faults, source, market, division };
  const steps = await runSteps(job, MASTERS);
  await settle(platform, progress);
  await platform.marketing.putAccrualRule({ params: { code: ACCRUAL_RULE_CODE }, body: accrualRule });
  steps.push(...(await runSteps(job, REST)));
  await settle(platform, progress);
  return { steps, faults };
}

/** One after the other: each names things that the ones before have made. */
async function runSteps(job: ImportJob, steps: readonly ImportStep[]): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (const step of steps) outcomes.push(await step(job));
  return outcomes;
}
