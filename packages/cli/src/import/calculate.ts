import { PLAN_CODE, incentivePlan } from '../main-job/incentive-plan.js';
import { SCORECARD_CODE, scorecard } from '../main-job/scorecard.js';
import type { Progress } from '../terminal/progress.js';
import { awaitJob } from './await-job.js';
import type { Platform } from './platform.js';
import { settle } from './settle.js';

/** Calculates the rewards of all quarters, then scores the partners' year, and waits until all have heard of it. */
export async function calculate(platform: Platform, progress: Progress, year: number): Promise<void> {
  await platform.incentive.putPlan({ params: { code: PLAN_CODE }, body: incentivePlan });
  const run = await platform.incentive.startRun({ body: {} });
  await awaitJob(platform, progress, { service: 'incentive', label: 'rewards', ...run });
  // The run sums up what was sold; the scores are of what the feedback service has heard of it.
  await settle(platform, progress);
  await platform.feedback.putScorecard({ params: { code: SCORECARD_CODE }, body: scorecard });
  const evaluation = await platform.feedback.startEvaluation({
    params: { code: SCORECARD_CODE },
    body: { year },
  });
  await awaitJob(platform, progress, { service: 'feedback', label: `scores of ${year}`, ...evaluation });
  await settle(platform, progress);
}
