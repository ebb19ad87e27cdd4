import type { FaultLog } from './csv/fault.js';
import type { Division } from './dataset/divide-market.js';
import type { Market } from './dataset/read-market.js';
import type { Platform } from './platform.js';
import type { Progress } from '../terminal/progress.js';

/** What every step of an import needs. */
export interface ImportJob {
  readonly folder: string;
  readonly platform: Platform;
  readonly progress: Progress;
  readonly faults: FaultLog;
  /** The system the sales come from. */
  readonly source: string;
  readonly market: Market;
  readonly division: Division;
}

/** What became of one kind of thing in an import. */
export interface StepOutcome {
  readonly what: string;
  readonly created: number;
  readonly unchanged: number;
  readonly rejected: number;
}

/** One step: it may run again at any time and then changes nothing. */
export type ImportStep = (job: ImportJob) => Promise<StepOutcome>;

/** An outcome in words: `701 new, 0 unchanged`. */
export function describeOutcome({ created, unchanged, rejected }: StepOutcome): string {
  const counts = [`${created} new`, `${unchanged} unchanged`, `${rejected} rejected`];
  return counts.filter((text, index) => index === 0 || !text.startsWith('0 ')).join(', ');
}
