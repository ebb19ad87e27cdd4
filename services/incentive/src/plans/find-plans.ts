import type { Plan } from '@quyu/incentive-contracts';
import type { Tx } from '../context.js';
import { selectLatestPlans, selectVersions } from './store.js';

/** Plans for features that calculate with them: every plan in its latest version. */
export function findLatestPlans(db: Tx['db']): Promise<readonly Plan[]> {
  return selectLatestPlans(db);
}

/** The versions of plans that results were made by. */
export function findPlanVersions(
  db: Tx['db'],
  versions: readonly { readonly code: string; readonly version: number }[],
): Promise<readonly Plan[]> {
  return selectVersions(db, versions);
}
