import { incentiveErrors, type Run } from '@quyu/incentive-contracts';

export type PeriodState = 'approved' | 'locked' | 'posted';

/** A plan and period with results of a run, and where it stands. */
export interface PlanPeriod {
  readonly planCode: string;
  readonly state: PeriodState | null;
  /** The run that has locked it, if any has. */
  readonly lockedBy: string | null;
  /** Whether a result of it has changed since the run. */
  readonly isOutdated: boolean;
}

/** From where each step leads on. Done again it changes nothing. */
const BEFORE: Readonly<Record<PeriodState, PeriodState | null>> = {
  approved: null,
  locked: 'approved',
  posted: 'locked',
};
const ORDER: readonly (PeriodState | null)[] = [null, 'approved', 'locked', 'posted'];

/**
 * Which plans a step is still to be done for.
 *
 * @throws Problem RUN_STATE_CONFLICT, RUN_SUPERSEDED or PERIOD_LOCKED, saying where the run or the plan stands.
 */
export function plansToMove(
  run: Pick<Run, 'runId' | 'state'>,
  periods: readonly PlanPeriod[],
  to: PeriodState,
): readonly string[] {
  if (run.state === 'queued' || run.state === 'failed')
    throw incentiveErrors.RUN_STATE_CONFLICT({
      detail: `the run is ${run.state}: only one that is calculated can be ${to}`,
    });
  const left = periods.filter(({ state }) => ORDER.indexOf(state) < ORDER.indexOf(to));
  for (const each of left) refuseStep(run, each, to);
  return left.map(({ planCode }) => planCode);
}

function refuseStep({ runId }: Pick<Run, 'runId'>, plan: PlanPeriod, to: PeriodState): void {
  const { planCode, state, lockedBy, isOutdated } = plan;
  if (lockedBy !== null && lockedBy !== runId)
    throw incentiveErrors.PERIOD_LOCKED({
      detail: `plan "${planCode}" is locked for the period by run ${lockedBy}: what has changed since becomes a true-up of a later period`,
    });
  // What is locked stays as it was locked, whatever is calculated later.
  if (to !== 'posted' && isOutdated)
    throw incentiveErrors.RUN_SUPERSEDED({
      detail: `results of plan "${planCode}" have changed since this run: approve and lock the latest`,
    });
  if (state !== BEFORE[to])
    throw incentiveErrors.RUN_STATE_CONFLICT({
      detail: `plan "${planCode}" is ${state ?? 'calculated'} for the period: to be ${to} it must be ${BEFORE[to] ?? 'calculated'}`,
    });
}
