import { incentiveErrors, type Plan, periodLocked, type Run, runApproved } from '@quyu/incentive-contracts';
import { cursorPart, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import { businessDateOf } from '../business-date.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import { type PeriodState, plansToMove } from './lifecycle.js';
import { postEarnings, type Settle } from './earnings-store.js';
import { selectPlanPeriods, setPeriodState } from './posting-store.js';
import { claimResults, insertRun, selectRun, selectRuns } from './run-store.js';

export interface RunRouteNeeds {
  readonly latestPlans: (db: Tx['db']) => Promise<readonly Plan[]>;
  /** Takes what was posted into the accounts, in the same transaction. */
  readonly settle: Settle;
  /** Refuses a posting that costs too much. */
  readonly judgeCosts: (tx: Tx, posted: { runId: string; period: string }) => Promise<void>;
}

interface Step {
  readonly runId: string;
  readonly period: string;
  readonly plans?: readonly string[] | undefined;
}

type Operations = 'startRun' | 'listRuns' | 'getRun' | 'approveRun' | 'lockRun' | 'postRun';

export function runRoutes(ctx: Context, needs: RunRouteNeeds): RoutesOf<Operations> {
  return {
    startRun: async ({ body }, tx) => {
      refuseUnknownPlans(await needs.latestPlans(tx.db), body.scope?.plans);
      const runId = ctx.newId();
      await insertRun(tx.db, { runId, request: body, requestedAt: ctx.now() });
      return { jobId: tx.enqueue('calculate-run', { runId }) };
    },

    listRuns: async ({ query: { cursor, limit = PAGE_DEFAULT, state } }) => {
      const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
      return pageFrom(await selectRuns(ctx.db, state, after, limit + 1), limit, ({ runId }) => [runId]);
    },

    getRun: async ({ params: { runId } }) => findRun(ctx.db, runId),

    approveRun: async ({ params: { runId }, body }, tx) =>
      move(tx, { runId, ...body }, 'approved', async (planCodes) => {
        tx.publish(runApproved, { runId, period: body.period, planCodes: [...planCodes] });
      }),

    lockRun: async ({ params: { runId }, body }, tx) =>
      move(tx, { runId, ...body }, 'locked', async (planCodes) => {
        tx.publish(periodLocked, { runId, period: body.period, planCodes: [...planCodes] });
      }),

    postRun: async ({ params: { runId }, body }, tx) =>
      move(tx, { runId, ...body }, 'posted', async (plans) => {
        const postedAt = ctx.now();
        const postedOn = businessDateOf(postedAt, ctx.config.timeZone);
        await postEarnings(tx, { runId, period: body.period, plans, postedOn, postedAt }, needs.settle);
        await needs.judgeCosts(tx, { runId, period: body.period });
      }),
  };
}

function refuseUnknownPlans(known: readonly Plan[], asked: readonly string[] | undefined): void {
  if (known.length === 0) throw incentiveErrors.NO_PLAN({ detail: 'set a plan first: PUT /plans/{code}' });
  const unknown = asked?.find((code) => !known.some((plan) => plan.code === code));
  if (unknown !== undefined)
    throw incentiveErrors.PLAN_NOT_FOUND({ detail: `/body/scope/plans: no plan has the code "${unknown}"` });
}

async function findRun(db: Tx['db'], runId: string): Promise<Run> {
  const run = await selectRun(db, runId);
  if (!run) throw incentiveErrors.RUN_NOT_FOUND({ detail: `no run has the id ${runId}` });
  return run;
}

/** Takes a period of a run a step on, for the plans for which that is not done yet. */
async function move(
  tx: Tx,
  step: Step,
  to: PeriodState,
  then: (plans: readonly string[]) => Promise<void>,
): Promise<{ periods: { planCode: string; period: string; state: PeriodState }[] }> {
  await claimResults(tx.db);
  const run = await findRun(tx.db, step.runId);
  const plans = plansToMove(run, await selectPlanPeriods(tx.db, step), to);
  if (plans.length > 0) {
    await then(plans);
    await setPeriodState(tx.db, step, plans, to);
  }
  const periods = await selectPlanPeriods(tx.db, step);
  return {
    periods: periods.flatMap(({ planCode, state }) =>
      state ? [{ planCode, period: step.period, state }] : [],
    ),
  };
}
