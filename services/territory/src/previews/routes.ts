import { PAGE_DEFAULT } from '@quyu/plugin-kit';
import { type Preview, territoryErrors, type TerritoryModel } from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import { assertFound, assertPlanning } from '../models/models.js';
import { insertPreview, selectChanges, selectPreview, selectPreviews } from './store.js';

type Operations = 'startPreview' | 'getPreview' | 'listPreviews' | 'listPreviewChanges';
type ModelOf = (db: Tx['db'], modelId: string) => Promise<TerritoryModel | undefined>;

/** What activating a planning model would do, before anybody sees the model. */
export function previewRoutes(ctx: Context, modelOf: ModelOf): RoutesOf<Operations> {
  const find = async (previewId: string): Promise<Preview> => {
    const preview = await selectPreview(ctx.db, previewId);
    if (preview) return preview;
    throw territoryErrors.PREVIEW_NOT_FOUND({ detail: `there is no preview ${previewId}` });
  };
  return {
    async startPreview({ params: { modelId }, query: { mode = 'realign' } }, tx) {
      const { version } = assertPlanning(await modelOf(tx.db, modelId), modelId);
      const previewId = ctx.newId();
      await insertPreview(tx.db, { previewId, modelId, modelVersion: version, mode, startedAt: ctx.now() });
      return { previewId, jobId: tx.enqueue('preview-model', { previewId }) };
    },

    getPreview: ({ params: { previewId } }) => find(previewId),

    async listPreviews({ params: { modelId }, query }) {
      assertFound(await modelOf(ctx.db, modelId), modelId);
      return selectPreviews(ctx.db, modelId, query.cursor, query.limit ?? PAGE_DEFAULT);
    },

    async listPreviewChanges({ params: { previewId }, query }) {
      await find(previewId);
      return selectChanges(ctx.db, previewId, { ...query, limit: query.limit ?? PAGE_DEFAULT });
    },
  };
}
