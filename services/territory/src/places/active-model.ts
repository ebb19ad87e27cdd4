import { type CompiledModel, compileModel } from '../assignment/placement.js';
import type { Tx } from '../context.js';
import type { ModelContent } from '../models/models.js';

type Db = Tx['db'];

/** What is needed of models to put places of the market into territories. */
export interface Models {
  /** Holds the choice of the active model still until the transaction ends; null when there is none yet. */
  holdActive(db: Db): Promise<string | null>;
  contentOf(db: Db, modelId: string): Promise<ModelContent>;
}

/** The active model, compiled; undefined when there is none yet. */
export interface ActiveModel {
  /** As it is at the moment: an activation may come right after. */
  read(db: Db): Promise<CompiledModel | undefined>;
  /** Stays the active one until the transaction ends. Not for limited callers: it takes a lock. */
  hold(db: Db): Promise<CompiledModel | undefined>;
}

/** Keeps the active model compiled: its content cannot change, so its id says whether it is still right. */
export function keepActiveModel(models: Models): ActiveModel {
  let kept: CompiledModel | undefined;
  const compiled = async (db: Db, modelId: string | null): Promise<CompiledModel | undefined> => {
    if (modelId === null || kept?.modelId === modelId) return modelId === null ? undefined : kept;
    const model = compileModel(await models.contentOf(db, modelId));
    kept = model;
    return model;
  };
  return {
    read: async (db) => compiled(db, await selectActiveModel(db)),
    hold: async (db) => compiled(db, await models.holdActive(db)),
  };
}

async function selectActiveModel(db: Db): Promise<string | null> {
  const row = await db.selectFrom('active_model').select('model_id').executeTakeFirstOrThrow();
  return row.model_id;
}
