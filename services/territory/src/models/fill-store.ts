import type { RuleLine, Territory } from '@quyu/territory-contracts';
import type { Kysely } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import { insertRules } from './rule-store.js';
import { lockModel, raiseVersion } from './store.js';
import { insertTerritories } from './territory-store.js';

const BATCH = 5000;

/** What a model is filled with at once; parents before children. */
export interface Filling {
  readonly territories: readonly Territory[];
  readonly rules: readonly RuleLine[];
}

/**
 * Fills a planning model that nobody has added anything to yet. The caller's transaction makes it whole or not at all.
 *
 * @returns whether it was filled now; otherwise it is gone, no longer being planned, or has been filled before.
 */
export async function fillModel(
  db: Kysely<TerritoryDb>,
  modelId: string,
  { territories, rules }: Filling,
  progress: (done: number, total: number) => void,
): Promise<boolean> {
  const model = await lockModel(db, modelId);
  if (model?.status !== 'planning' || model.version > 1) return false;
  const total = territories.length + rules.length;
  for (let at = 0; at < territories.length; at += BATCH) {
    await insertTerritories(db, modelId, territories.slice(at, at + BATCH));
    progress(Math.min(at + BATCH, territories.length), total);
  }
  for (let at = 0; at < rules.length; at += BATCH) {
    await insertRules(db, modelId, rules.slice(at, at + BATCH));
    progress(territories.length + Math.min(at + BATCH, rules.length), total);
  }
  await raiseVersion(db, modelId);
  return true;
}
