import type { Located } from '../deployment/locate-platform.js';
import { mainJobNote } from '../deployment/state-files.js';
import { openProgress } from '../terminal/open-progress.js';
import { doMainJob } from './do-main-job.js';
import { connectPlatform } from './platform.js';
import { printFaults, printOutcome } from './print-outcome.js';

/** What to import, and which year's partners are then scored. */
export interface Wanted {
  readonly folder: string;
  readonly source: string;
  readonly year: number;
}

/**
 * Imports a folder into a running platform, and shows what was new, known and rejected.
 *
 * @returns how many lines were rejected.
 */
export async function importInto(located: Located, wanted: Wanted): Promise<number> {
  const platform = connectPlatform(located);
  const { outcome, seconds } = await doMainJob({ ...wanted, platform, progress: openProgress() });
  printOutcome(outcome);
  printFaults(outcome.faults);
  // A platform with a market of its own does not get the bundled one at its next start.
  const { state } = located;
  if (state !== undefined) {
    mainJobNote.write(state, { finishedAt: new Date().toISOString(), year: wanted.year, ...seconds });
  }
  return outcome.faults.lines;
}
