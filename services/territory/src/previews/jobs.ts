import type { JobHandlers } from '@quyu/plugin-kit';
import { type Mode, territoryErrors, type TerritoryModel } from '@quyu/territory-contracts';
import type { Placed } from '../assignment/placement.js';
import type { Context, Tx } from '../context.js';
import type { PreviewCounts } from '../db/schema.js';
import type { territoryJobs } from '../jobs.js';
import type { ModelContent } from '../models/models.js';
import { addCounts, describeChange, isListed, NO_COUNTS, type SalesOf } from './preview.js';
import {
  completePreview,
  insertChanges,
  lockPreview,
  selectLatestQuarter,
  selectSalesSince,
} from './store.js';

/** How many quarters of sales count as the revenue that moves. */
const QUARTERS = 4;

/** What a preview needs of other features. */
export interface PreviewNeeds {
  readonly holdActive: (db: Tx['db']) => Promise<string | null>;
  readonly modelOf: (db: Tx['db'], modelId: string) => Promise<TerritoryModel | undefined>;
  readonly contentOf: (db: Tx['db'], modelId: string) => Promise<ModelContent>;
  /** What a model makes of every account: exactly what an activation goes by. */
  readonly foresee: (
    db: Tx['db'],
    succession: {
      readonly before: ModelContent | undefined;
      readonly after: ModelContent;
      readonly mode: Mode;
    },
  ) => AsyncIterable<readonly Placed[]>;
}

/** Works a preview out in one transaction, during which no model can be activated. Done again it changes nothing. */
export function previewJobs(
  ctx: Context,
  needs: PreviewNeeds,
): Pick<JobHandlers<typeof territoryJobs>, 'preview-model'> {
  return {
    'preview-model': ({ previewId }, progress, signal) =>
      ctx.transaction(async (tx) => {
        const baseModelId = await needs.holdActive(tx.db);
        const asked = await lockPreview(tx.db, previewId);
        const model = asked && (await needs.modelOf(tx.db, asked.modelId));
        if (!asked || !model)
          throw territoryErrors.PREVIEW_NOT_FOUND({
            detail: `the model of the preview ${previewId} is not there any more`,
          });
        const after = await needs.contentOf(tx.db, model.modelId);
        const before = baseModelId === null ? undefined : await needs.contentOf(tx.db, baseModelId);
        const batches = needs.foresee(tx.db, { before, after, mode: asked.mode });
        const counts = await keepChanges(tx, previewId, batches, (done) => {
          signal.throwIfAborted();
          progress(done, done);
        });
        await completePreview(tx.db, previewId, { modelVersion: model.version, baseModelId, counts });
        return { previewId, accounts: counts.accounts };
      }),
  };
}

async function keepChanges(
  tx: Tx,
  previewId: string,
  batches: AsyncIterable<readonly Placed[]>,
  step: (done: number) => void,
): Promise<PreviewCounts> {
  const latest = await selectLatestQuarter(tx.db);
  let counts = NO_COUNTS;
  for await (const batch of batches) {
    const listed = batch.filter(isListed);
    const ids = listed.map(({ subjectId }) => subjectId);
    const salesOf: SalesOf =
      latest === null ? new Map() : await selectSalesSince(tx.db, ids, latest - QUARTERS + 1);
    const changes = listed.map((placed) => describeChange(placed, salesOf));
    await insertChanges(tx.db, previewId, changes);
    counts = addCounts(counts, batch.length, changes);
    step(counts.accounts);
  }
  return counts;
}
