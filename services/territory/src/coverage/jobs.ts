import type { JobHandlers } from '@quyu/plugin-kit';
import type { Context } from '../context.js';
import type { TerritoryJobs } from '../jobs.js';
import type { ActiveModel } from '../places/active-model.js';
import { placeByModel } from '../places/places.js';
import { lockMisplaced, placeOutlets } from './store.js';

/** Outlets that share a transaction. */
const BATCH = 2000;

export function coverageJobs(
  ctx: Context,
  active: ActiveModel,
): Pick<JobHandlers<TerritoryJobs>, 'place-outlets'> {
  return {
    'place-outlets': async (_input, progress, signal) => {
      let placed = 0;
      let batch: number;
      do {
        signal.throwIfAborted();
        batch = await placeBatch(ctx, active);
        placed += batch;
        progress(placed, placed);
      } while (batch === BATCH);
      return { placed };
    },
  };
}

function placeBatch(ctx: Context, active: ActiveModel): Promise<number> {
  return ctx.transaction(async (tx) => {
    const model = await active.hold(tx.db);
    if (!model) return 0;
    const outlets = await lockMisplaced(tx.db, model.modelId, BATCH);
    const places = outlets.map(({ code, attributes }) => ({ code, ...placeByModel(model, attributes) }));
    if (places.length > 0) await placeOutlets(tx.db, places);
    return places.length;
  });
}
