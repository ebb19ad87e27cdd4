import type { Measure, Month } from '../calculation/history.js';

/** What histories are to know, and of whom. */
export interface HistoryRequest {
  readonly measures: readonly Measure[];
  readonly quotaSets: readonly string[];
  /** Facts by these names; none when missing. */
  readonly factNames?: readonly string[];
  /** Whether it is asked when payees took part. */
  readonly prorates?: boolean;
  readonly currency: string;
  readonly payee: 'partner' | 'salesperson';
  readonly codes: readonly string[] | 'all';
  readonly first: Month;
  readonly through: Month;
  /** Months of a period of the plan: nothing finer is asked for. */
  readonly bucketMonths: number;
}
