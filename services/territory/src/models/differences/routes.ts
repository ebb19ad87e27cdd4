import { cursorPart, PAGE_DEFAULT, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import { type Difference, territoryErrors } from '@quyu/territory-contracts';
import type { Context, RoutesOf } from '../../context.js';
import { assertVisible } from '../models.js';
import { selectActiveModelId, selectModel } from '../store.js';
import { compareRules, compareTerritories } from './differences.js';
import { type Models, selectRulePairs, selectTerritoryPairs } from './store.js';

/** Compares models, page by page: the rules by their codes, then the territories by theirs. */
export function differenceRoutes({ db }: Context): RoutesOf<'listDifferences'> {
  return {
    async listDifferences({ params: { modelId }, query, may }) {
      const { cursor, limit = PAGE_DEFAULT } = query;
      const sees = may('territory:write');
      const model = assertVisible(await selectModel(db, modelId), modelId, sees);
      const beforeId = query.against ?? model.baseModelId ?? (await selectActiveModelId(db));
      if (beforeId === null)
        throw territoryErrors.MODEL_NOT_FOUND({
          detail: 'there is no active model yet: say which to compare with',
        });
      assertVisible(await selectModel(db, beforeId), beforeId, sees);
      return pageOfDifferences(db, { beforeId, afterId: modelId }, cursor, limit);
    },
  };
}

async function pageOfDifferences(
  db: Context['db'],
  models: Models,
  cursor: string | undefined,
  limit: number,
): Promise<Page<Difference>> {
  const [kind = 'rule', after = ''] = readCursor(cursor, [cursorPart.text, cursorPart.text]) ?? [];
  const wanted = limit + 1;
  const rules = kind === 'rule' ? await selectRulePairs(db, models, after, wanted) : [];
  const left = wanted - rules.length;
  const start = kind === 'rule' ? '' : after;
  const territories = left > 0 ? await selectTerritoryPairs(db, models, start, left) : [];
  const found = [...rules.map(compareRules), ...territories.map(compareTerritories)];
  const differences = found.filter((difference) => difference !== undefined);
  return pageFrom(differences, limit, (difference) => [difference.kind, difference.code]);
}
