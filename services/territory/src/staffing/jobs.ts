import type { JobHandlers } from '@quyu/plugin-kit';
import { staffingResolved, staffingViolated } from '@quyu/territory-contracts';
import { businessDateOf } from '../business-date.js';
import type { Context, Tx } from '../context.js';
import type { TerritoryJobs } from '../jobs.js';
import { followUp } from './follow-up.js';
import { findViolations, structureOn } from './staffing.js';
import { selectLatestRules, selectStructure } from './store.js';
import { lockOpenViolations, upsertViolations } from './violation-store.js';

/** Has the structure checked once the transaction has committed: by a job, which sees all of it whoever made the change. */
export function checkStaffing(tx: Tx): void {
  tx.enqueue('check-staffing', {});
}

export function staffingJobs(ctx: Context): Pick<JobHandlers<TerritoryJobs>, 'check-staffing'> {
  return {
    'check-staffing': () =>
      ctx.transaction(async (tx) => {
        const open = await lockOpenViolations(tx.db);
        const today = businessDateOf(ctx.now(), ctx.config.timeZone);
        const structure = structureOn(await selectStructure(tx.db, today), today);
        const findings = findViolations(structure, await selectLatestRules(tx.db));
        const { appeared, resolved, altered } = followUp(open, findings, today, () => ctx.newId());
        await upsertViolations(tx.db, [...appeared, ...resolved, ...altered]);
        for (const { resolvedOn: _none, ...violation } of appeared) tx.publish(staffingViolated, violation);
        for (const { violationId, ruleCode, unitCode, staffCode } of resolved)
          tx.publish(staffingResolved, { violationId, ruleCode, unitCode, staffCode, resolvedOn: today });
        return { appeared: appeared.length, resolved: resolved.length };
      }),
  };
}
