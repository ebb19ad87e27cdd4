import { cursorPart, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import { type Division, territoryErrors, type TerritoryModel } from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import { childrenOf, explainUnknown } from './divisions.js';
import { assertChoice, levelNames } from './model-of-divisions.js';
import type { ShippedDivisions } from './shipped-divisions.js';

/** Starts a planning model; undefined when the code is taken. */
export type StartModel = (
  db: Tx['db'],
  model: Pick<TerritoryModel, 'modelId' | 'code' | 'name' | 'levels'>,
) => Promise<TerritoryModel | undefined>;

export function divisionRoutes(
  ctx: Context,
  divisions: ShippedDivisions,
  startModel: StartModel,
): RoutesOf<'listDivisions' | 'getDivision' | 'createModelFromDivisions'> {
  return {
    async listDivisions({ query: { parentCode, cursor, limit = PAGE_DEFAULT } }) {
      const [after = ''] = readCursor(cursor, [cursorPart.text]) ?? [];
      const parent = parentCode === undefined ? null : find(divisions, parentCode);
      const isHigh = parent === null || parent.level === 'province';
      const known = (isHigh ? divisions.upper() : divisions.all()).values();
      const below = childrenOf(known, parent?.code ?? null).filter(({ code }) => code > after);
      return pageFrom(below.slice(0, limit + 1), limit, ({ code }) => [code]);
    },

    getDivision: async ({ params: { divisionCode } }) => find(divisions, divisionCode),

    async createModelFromDivisions({ body }, tx) {
      const { code, name, ...choice } = body;
      assertChoice(divisions.all(), choice);
      const modelId = ctx.newId();
      const model = await startModel(tx.db, { modelId, code, name, levels: [...levelNames(choice)] });
      if (!model) throw territoryErrors.MODEL_CODE_TAKEN({ detail: `there is a model "${code}" already` });
      return { model, jobId: tx.enqueue('fill-model-from-divisions', { modelId, ...choice }) };
    },
  };
}

/** @throws Problem DIVISION_NOT_FOUND */
function find(divisions: ShippedDivisions, code: string): Division {
  const known = code.length > 6 ? divisions.all() : divisions.upper();
  const found = known.get(code);
  if (found) return found;
  throw territoryErrors.DIVISION_NOT_FOUND({ detail: explainUnknown(known, code) });
}
