import { constants } from 'node:os';
import { openProgress } from '../terminal/open-progress.js';
import type { Progress } from '../terminal/progress.js';
import { describeAddresses } from './describe-addresses.js';
import { type ReviewOptions, reviewMarket } from './review-market.js';
import { type PlatformOptions, startPlatform } from './start-platform.js';
import { listenForStop } from './stop-request.js';
import { Teardown } from './teardown.js';

/** How to bring the platform up. */
export interface UpOptions extends PlatformOptions, ReviewOptions {
  /** Stops when the report is printed. */
  readonly once: boolean;
}

/**
 * Brings the platform up, does the main job if it was not done yet, prints the report, and stays until it is asked to stop.
 *
 * @returns the exit code: 0, or the one of the signal that cut it short.
 */
export async function bringUp(options: UpOptions): Promise<number> {
  const progress = openProgress();
  const teardown = new Teardown();
  const stop = listenForStop(progress.note);
  const work = runPlatform(options, progress, teardown);
  try {
    const cutShortBy = await Promise.race([work, stop.asked]);
    if (cutShortBy) return 128 + constants.signals[cutShortBy];
    if (!options.once) await stop.asked;
    return 0;
  } finally {
    await takeDown(work, teardown, progress);
  }
}

async function runPlatform(options: UpOptions, progress: Progress, teardown: Teardown): Promise<undefined> {
  const running = await startPlatform(options, progress, teardown);
  progress.note(`Ready after ${running.boot.toFixed(1)} s at ${running.host.url}`);
  await reviewMarket(options, running, progress);
  // Standard output holds the report and, as JSON, nothing after it.
  const output = options.json ? process.stderr : process.stdout;
  if (!options.once) output.write(describeAddresses(running, options));
  return undefined;
}

/** Stops what runs; work that was cut short fails by that, and what it had just started is stopped as well. */
async function takeDown(work: Promise<unknown>, teardown: Teardown, progress: Progress): Promise<void> {
  const failures = [...(await teardown.run())];
  await Promise.allSettled([work]);
  failures.push(...(await teardown.run()));
  for (const failure of failures) progress.note(`Not stopped cleanly: ${String(failure)}`);
}
