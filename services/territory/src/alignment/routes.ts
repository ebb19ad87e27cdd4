import { PAGE_DEFAULT, platformErrors } from '@quyu/plugin-kit';
import { territoryErrors, type TerritoryModel } from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import { attributeOf, problemOf } from './alignment.js';
import { PROPOSAL_LEVELS } from './proposal.js';
import { insertAlignment, selectAlignment, selectTerritoriesOf } from './store.js';

/** What alignments need of the rest of the service. */
export interface AlignmentNeeds {
  readonly startModel: (
    db: Tx['db'],
    model: Pick<TerritoryModel, 'modelId' | 'code' | 'name' | 'levels'>,
  ) => Promise<TerritoryModel | undefined>;
  readonly cityAdjacency: () => readonly (readonly [string, string])[];
  readonly objectionTo: (
    attribute: string,
  ) => { readonly code: string; readonly message: string } | undefined;
}

export function alignmentRoutes(
  ctx: Context,
  { startModel, cityAdjacency, objectionTo }: AlignmentNeeds,
): RoutesOf<'startAlignment' | 'getAlignment' | 'listAlignedTerritories'> {
  return {
    async startAlignment({ body: draft }, tx) {
      assertAttribute(objectionTo(attributeOf(draft)));
      problemOf(draft, cityAdjacency);
      const [modelId, alignmentId] = [ctx.newId(), ctx.newId()];
      const { modelCode: code, modelName: name } = draft;
      const model = await startModel(tx.db, { modelId, code, name, levels: PROPOSAL_LEVELS });
      if (!model) throw territoryErrors.MODEL_CODE_TAKEN({ detail: `there is a model "${code}" already` });
      await insertAlignment(tx.db, { alignmentId, modelId, draft });
      return { alignmentId, modelId, jobId: tx.enqueue('align-territories', { alignmentId }) };
    },

    async getAlignment({ params: { alignmentId } }) {
      const alignment = await selectAlignment(ctx.db, alignmentId);
      if (alignment) return alignment;
      throw territoryErrors.ALIGNMENT_NOT_FOUND({ detail: `there is no alignment ${alignmentId}` });
    },

    async listAlignedTerritories({ params: { alignmentId }, query: { cursor, limit = PAGE_DEFAULT } }) {
      if (!(await selectAlignment(ctx.db, alignmentId)))
        throw territoryErrors.ALIGNMENT_NOT_FOUND({ detail: `there is no alignment ${alignmentId}` });
      return selectTerritoriesOf(ctx.db, alignmentId, cursor, limit);
    },
  };
}

function assertAttribute(objection: ReturnType<AlignmentNeeds['objectionTo']>): void {
  if (!objection) return;
  const pointer = '/body/attribute';
  const errors = [{ pointer, ...objection }];
  throw platformErrors.INVALID_REQUEST({ detail: `${pointer}: ${objection.message}`, errors });
}
