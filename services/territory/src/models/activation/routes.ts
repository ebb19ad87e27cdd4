import type { Context, RoutesOf } from '../../context.js';
import { assertPlanning } from '../models.js';
import { lockModel } from '../store.js';
import { businessDateOf } from '../../business-date.js';
import { assertAhead, assertFree } from './effective-date.js';
import { activate, type TakeOver } from './jobs.js';
import { selectScheduledOn, updateSchedule } from './store.js';

type Operations = 'activateModel' | 'scheduleActivation' | 'cancelActivation';

/** Activates a model at once, or on a day. */
export function activationRoutes(ctx: Context, takeOver: TakeOver): RoutesOf<Operations> {
  return {
    activateModel: ({ params: { modelId }, query: { mode = 'realign', force = false } }, tx) =>
      activate(ctx, tx, modelId, { mode, force }, takeOver),

    async scheduleActivation({ params: { modelId }, body }, tx) {
      const { effectiveOn, mode = 'realign', force = false } = body;
      assertPlanning(await lockModel(tx.db, modelId), modelId);
      assertAhead(effectiveOn, businessDateOf(ctx.now(), ctx.config.timeZone));
      assertFree(effectiveOn, await selectScheduledOn(tx.db, effectiveOn, modelId));
      return updateSchedule(tx.db, modelId, { effectiveOn, mode, force });
    },

    async cancelActivation({ params: { modelId } }, tx) {
      assertPlanning(await lockModel(tx.db, modelId), modelId);
      return updateSchedule(tx.db, modelId, { effectiveOn: null, mode: 'realign', force: false });
    },
  };
}
