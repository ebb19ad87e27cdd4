import { type JobHandlers, Problem } from '@quyu/plugin-kit';
import { type Mode, modelActivated, territoryErrors, type TerritoryModel } from '@quyu/territory-contracts';
import type { Context, Tx } from '../../context.js';
import type { territoryJobs } from '../../jobs.js';
import { assertPlanning, type ModelContent } from '../models.js';
import { lockActiveModel, lockModel, selectContent, switchActiveModel } from '../store.js';
import { businessDateOf } from '../../business-date.js';
import { type DueModel, noteRefusal, selectDueModels } from './store.js';

/** A model that becomes active in the place of another. */
export interface Succession {
  readonly before: ModelContent | undefined;
  readonly after: ModelContent;
  readonly mode: Mode;
  readonly force: boolean;
}

/** What taking over the accounts has come to. */
export interface Taken {
  readonly changed: number;
  readonly gaps: number;
  readonly conflicts: number;
}

/** Assigns the accounts by the model that has just become active, in the same transaction. */
export type TakeOver = (tx: Tx, succession: Succession) => Promise<Taken>;

/** How a model is activated. */
export interface Choices {
  readonly mode: Mode;
  readonly force: boolean;
}

export function activationJobs(
  ctx: Context,
  takeOver: TakeOver,
): Pick<JobHandlers<typeof territoryJobs>, 'activate-due-models'> {
  return {
    'activate-due-models': async (_input, _progress, signal) => {
      const due = await selectDueModels(ctx.db, businessDateOf(ctx.now(), ctx.config.timeZone));
      const refused: string[] = [];
      for (const model of due) {
        signal.throwIfAborted();
        if (!(await activateDue(ctx, model, takeOver))) refused.push(model.code);
      }
      return { due: due.length, refused };
    },
  };
}

/**
 * Makes a planning model the active one, assigns the accounts by it and tells of all that changes, in one transaction.
 *
 * @throws Problem MODEL_NOT_FOUND, MODEL_NOT_PLANNING, MODEL_EMPTY, MODEL_HAS_CONFLICTS, MODEL_DROPS_TERRITORIES.
 */
export async function activate(
  ctx: Context,
  tx: Tx,
  modelId: string,
  { mode, force }: Choices,
  takeOver: TakeOver,
): Promise<TerritoryModel> {
  const activeId = await lockActiveModel(tx.db);
  const planned = assertPlanning(await lockModel(tx.db, modelId), modelId);
  const after = await selectContent(tx.db, modelId);
  if (after.territories.length === 0)
    throw territoryErrors.MODEL_EMPTY({ detail: `the model "${planned.code}" has no territories` });
  const before = activeId === null ? undefined : await selectContent(tx.db, activeId);
  const model = await switchActiveModel(tx.db, modelId, { at: ctx.now(), mode });
  const taken = await takeOver(tx, { before, after, mode, force });
  announce(tx, model, { before, after, ...taken });
  return model;
}

/** @returns false when the activation was refused: the model then says why, and waits for a change. */
async function activateDue(
  ctx: Context,
  { modelId, code, ...choices }: DueModel,
  takeOver: TakeOver,
): Promise<boolean> {
  try {
    await ctx.transaction((tx) => activate(ctx, tx, modelId, choices, takeOver));
    return true;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409) throw error;
    ctx.log.warn({ modelId, reason: error.code }, `the model "${code}" was not activated on its day`);
    await ctx.transaction((tx) => noteRefusal(tx.db, modelId, `${error.code}: ${error.message}`));
    return false;
  }
}

function announce(
  tx: Tx,
  { modelId, code, version, activatedAt, mode }: TerritoryModel,
  { before, after, changed, gaps, conflicts }: Pick<Succession, 'before' | 'after'> & Taken,
): void {
  if (activatedAt === null) throw new TypeError(`the active model "${code}" has no time of activation`);
  const territories = after.territories.length;
  const previousCode = before?.code ?? null;
  const model = { modelId, code, version, territories, activatedAt, previousCode, mode };
  tx.publish(modelActivated, { ...model, changed, gaps, conflicts });
}
