import type { JobHandlers } from '@quyu/plugin-kit';
import type { RuleLine, Territory } from '@quyu/territory-contracts';
import type { Context, Tx } from '../context.js';
import type { TerritoryJobs } from '../jobs.js';
import { composeModel } from './model-of-divisions.js';
import type { ShippedDivisions } from './shipped-divisions.js';

/** Fills a planning model that is still empty; false when it was not. */
export type FillModel = (
  db: Tx['db'],
  modelId: string,
  content: { readonly territories: readonly Territory[]; readonly rules: readonly RuleLine[] },
  progress: (done: number, total: number) => void,
) => Promise<boolean>;

export function divisionJobs(
  ctx: Context,
  divisions: ShippedDivisions,
  fillModel: FillModel,
): Pick<JobHandlers<TerritoryJobs>, 'fill-model-from-divisions'> {
  return {
    'fill-model-from-divisions': async ({ modelId, ...choice }, progress) => {
      const content = composeModel(choice.depth === 'street' ? divisions.all() : divisions.upper(), choice);
      const filled = await ctx.transaction((tx) => fillModel(tx.db, modelId, content, progress));
      return { modelId, territories: content.territories.length, rules: content.rules.length, filled };
    },
  };
}
