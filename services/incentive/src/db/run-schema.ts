import type { RunRequest, RunState } from '@quyu/incentive-contracts';
import type { Jsonb } from '@quyu/plugin-kit';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

export interface RunTable {
  run_id: string;
  /** In the order of calculation; none before. */
  run_no: number | null;
  request: ColumnType<RunRequest, string, never>;
  state: Generated<RunState>;
  results: Generated<number>;
  changed: Generated<number>;
  amounts: ColumnType<{ readonly amount: string; readonly currency: string }[], string | undefined, string>;
  digest: string | null;
  failure: string | null;
  requested_at: Date;
  completed_at: Date | null;
}

/** A result as it stood from one run to another; it stands where there is no other. */
export interface ResultVersionTable {
  result_id: string;
  plan_code: string;
  plan_version: number;
  component: string;
  payee_kind: 'partner' | 'salesperson';
  payee_code: string;
  period: string;
  period_end: string;
  amount: string;
  currency: string;
  facts: Jsonb<Readonly<Record<string, unknown>>>;
  since_run: number;
  until_run: number | null;
}

/** With which version, and through which month, all payees of a plan were last calculated. */
export interface CalculatedPlanTable {
  plan_code: string;
  plan_version: number;
  through: number;
}

/** Payees that something has changed for: one row a change, never updated. */
export interface DirtyPayeeTable {
  mark_id: GeneratedAlways<string>;
  payee_kind: 'partner' | 'salesperson';
  payee_code: string;
}

export interface RunPeriodTable {
  run_id: string;
  plan_code: string;
  period: string;
  state: 'approved' | 'locked' | 'posted';
}

export interface EarningTable {
  earning_id: string;
  result_id: string;
  plan_code: string;
  plan_version: number;
  component: string;
  payee_kind: 'partner' | 'salesperson';
  payee_code: string;
  period: string;
  period_end: string;
  posted_period: string;
  kind: 'earned' | 'true-up';
  amount: string;
  currency: string;
  run_id: string;
  posted_on: string;
  posted_at: Date;
}

export interface RunTables {
  run: RunTable;
  result_version: ResultVersionTable;
  calculated_plan: CalculatedPlanTable;
  dirty_payee: DirtyPayeeTable;
  run_period: RunPeriodTable;
  earning: EarningTable;
}
