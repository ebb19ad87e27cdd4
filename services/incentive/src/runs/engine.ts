import type { Plan, TraceStep } from '@quyu/incentive-contracts';
import type { Tx } from '../context.js';
import type { MeasureLook } from '../calculation/looks.js';
import type { Measure, Month, PayeeHistory } from '../calculation/history.js';
import type { Awards, RankingEntry } from '../calculation/ranking.js';
import type { HistoryRequest } from '../histories/histories.js';

export type PayeeKind = 'partner' | 'salesperson';

/** What runs need to know of a plan that was made ready. */
export interface ReadyPlan {
  readonly code: string;
  readonly version: number;
  readonly currency: string;
  readonly firstMonth: Month;
  readonly measures: readonly Measure[];
  readonly quotaSets: Readonly<Record<PayeeKind, readonly string[]>>;
  readonly factNames: readonly string[];
  /** Whether it asks when payees took part. */
  readonly prorates: boolean;
  readonly payeeKinds: ReadonlySet<PayeeKind>;
  /** Months of its periods. */
  readonly bucketMonths: number;
  /** Whether a payee's results depend on those of the others. */
  readonly isRanked: boolean;
  /** What a payee puts into the plan's rankings. */
  readonly entries: (history: PayeeHistory, through: Month) => readonly RankingEntry[];
  readonly rank: (entries: readonly RankingEntry[]) => Awards;
  /** All that it gives a payee up to and including a month. */
  readonly calculate: (history: PayeeHistory, through: Month, awards?: Awards) => readonly PayeeResult[];
  readonly explain: (result: ResultToExplain) => TraceStep[];
}

export interface ResultToExplain {
  readonly component: string;
  readonly period: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly currency: string;
}

export interface PayeeResult {
  readonly component: string;
  readonly period: string;
  readonly periodEnd: string;
  readonly amount: bigint;
  readonly facts: Readonly<Record<string, unknown>>;
}

export type { HistoryRequest } from '../histories/histories.js';

/** What of the ledger a component of a plan looks at for a period; nothing where its module is not there any more. */
export type LooksOf = (
  plan: Plan,
  result: { readonly component: string; readonly period: string },
) => readonly MeasureLook[];

/** Explains a result by the version of the plan that gave it, or as well as can be without. */
export type Explain = (plan: Plan | undefined, result: ResultToExplain) => TraceStep[];

/** The pure core and the reader of histories, as those who keep them give them. */
export interface Engine {
  /** @throws RangeError naming plan and component where a module is not there. */
  readonly compilePlan: (plan: Plan) => ReadyPlan;
  readonly explain: Explain;
  readonly looksOf: LooksOf;
  /** Histories of the payees asked for, in batches, ordered by code. */
  readonly readHistories: (db: Tx['db'], request: HistoryRequest) => AsyncIterable<readonly PayeeHistory[]>;
}
