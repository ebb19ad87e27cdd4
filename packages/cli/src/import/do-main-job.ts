import { calculate } from './calculate.js';
import { importDataset, type ImportOutcome } from './import-dataset.js';
import type { Platform } from './platform.js';
import { secondsSince } from '../terminal/seconds.js';
import type { Progress } from '../terminal/progress.js';

/** How long the two halves of the main job took, in seconds, and what became of the lines. */
export interface MainJob {
  readonly outcome: ImportOutcome;
  readonly seconds: { readonly import: number; readonly calculate: number };
}

/** Imports a folder and calculates what follows from it. Every step may run again and then changes nothing. */
export async function doMainJob(given: {
  readonly folder: string;
  readonly platform: Platform;
  readonly progress: Progress;
  readonly source?: string;
  /** The year whose partners are scored. */
  readonly year: number;
}): Promise<MainJob> {
  const { platform, progress, folder, year } = given;
  progress.note(`Importing ${folder}`);
  const [outcome, importSeconds] = await timed(() => importDataset(given));
  progress.note('Calculating');
  const [, calculateSeconds] = await timed(() => calculate(platform, progress, year));
  return { outcome, seconds: { import: importSeconds, calculate: calculateSeconds } };
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  const result = await work();
  return [result, secondsSince(started)];
}
