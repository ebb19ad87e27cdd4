import type { JobHandlers } from '@quyu/plugin-kit';
import type { RuleLine, Territory } from '@quyu/territory-contracts';
import type { Context, Tx } from '../context.js';
import type { TerritoryJobs } from '../jobs.js';
import { align } from './align.js';
import { problemOf, qualityOf } from './alignment.js';
import { contentOf, territoriesOf } from './proposal.js';
import { runInSlices } from './run-in-slices.js';
import { keepResult, selectAsked } from './store.js';

/** What the job needs of the rest of the service. */
export interface AlignmentJobNeeds {
  readonly cityAdjacency: () => readonly (readonly [string, string])[];
  /** Fills a planning model that is still empty; false when it was not. */
  readonly fillModel: (
    db: Tx['db'],
    modelId: string,
    content: { readonly territories: readonly Territory[]; readonly rules: readonly RuleLine[] },
    progress: (done: number, total: number) => void,
  ) => Promise<boolean>;
}

const STEPS = 100;

export function alignmentJobs(
  ctx: Context,
  { cityAdjacency, fillModel }: AlignmentJobNeeds,
): Pick<JobHandlers<TerritoryJobs>, 'align-territories'> {
  return {
    'align-territories': async ({ alignmentId }, progress, signal) => {
      const asked = await selectAsked(ctx.db, alignmentId);
      if (!asked) throw new TypeError(`the alignment ${alignmentId} is gone`);
      const { draft, modelId } = asked;
      const problem = problemOf(draft, cityAdjacency);
      const result = await runInSlices(align(problem), signal, (part) =>
        progress(Math.floor(part * STEPS), STEPS),
      );
      const territories = territoriesOf(draft, result.territoryOf);
      const filled = await ctx.transaction(async (tx) => {
        await keepResult(tx.db, alignmentId, qualityOf(problem, result), territories);
        return fillModel(tx.db, modelId, contentOf(draft, territories), () => undefined);
      });
      progress(STEPS, STEPS);
      return { alignmentId, filled };
    },
  };
}
