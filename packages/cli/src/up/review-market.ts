import { CliError } from '../cli-error.js';
import { mainJobNote } from '../deployment/state-files.js';
import { doMainJob } from '../import/do-main-job.js';
import { connectPlatform } from '../import/platform.js';
import { printFaults } from '../import/print-outcome.js';
import { BUNDLED_DATASET } from '../main-job/bundled-dataset.js';
import { REVIEW_YEAR } from '../main-job/scorecard.js';
import { fetchReport } from '../report/fetch-report.js';
import type { Language } from '../report/headings.js';
import { renderReport } from '../report/render-report.js';
import { faultOf } from '../report/report.js';
import type { Progress } from '../terminal/progress.js';
import type { RunningPlatform } from './start-platform.js';

/** What to do with the bundled market, and how to show it. */
export interface ReviewOptions {
  readonly state: string;
  readonly import: boolean;
  readonly json: boolean;
  readonly language: Language;
}

/**
 * Does the main job on the bundled data unless it was done before, and prints the report. That it is done is noted
 * only at its very end: a start after a kill does it again, and what was done then changes nothing.
 *
 * @throws CliError when anything was left in an outbox or a dead-letter table.
 */
export async function reviewMarket(
  options: ReviewOptions,
  running: RunningPlatform,
  progress: Progress,
): Promise<void> {
  const { state, json, language } = options;
  const { host, token, boot } = running;
  const platform = connectPlatform({ baseUrl: host.url, token });
  if (!mainJobNote.read(state) && options.import) {
    const year = REVIEW_YEAR;
    const { outcome, seconds } = await doMainJob({ folder: BUNDLED_DATASET, platform, progress, year });
    printFaults(outcome.faults);
    mainJobNote.write(state, { finishedAt: new Date().toISOString(), year, ...seconds });
  }
  const done = mainJobNote.read(state);
  if (!done) return;
  const { year } = done;
  const report = await fetchReport(platform, year, { boot, import: done.import, calculate: done.calculate });
  const text = json ? JSON.stringify(report, null, 2) : renderReport(report, { year, language });
  process.stdout.write(`${text}\n`);
  const fault = faultOf(report);
  if (fault) throw new CliError(fault, `The log tells why: ${running.logPath}`);
}
