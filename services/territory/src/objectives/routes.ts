import { PAGE_DEFAULT } from '@quyu/plugin-kit';
import { type Objective, territoryErrors } from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import { businessDateOf } from '../business-date.js';
import { measure } from './measure-store.js';
import { assertFound, assertRead, assertSound, objectiveOf, type StoredObjective } from './objectives.js';
import { daysToMeasure, progressOf } from './progress.js';
import {
  insertObjective,
  lockObjective,
  selectKnownTerritory,
  selectObjective,
  selectObjectives,
  updateObjective,
} from './store.js';

type Operations = 'setObjective' | 'changeObjective' | 'getObjective' | 'listObjectives';

/** What a market is to come to. How far it is follows from events, each time that somebody asks. */
export function objectiveRoutes(ctx: Context): RoutesOf<Operations> {
  const standing = async (db: Tx['db'], objectives: readonly StoredObjective[]): Promise<Objective[]> =>
    measureObjectives(db, objectives, businessDateOf(ctx.now(), ctx.config.timeZone), ctx.config.timeZone);
  const standingOf = async (db: Tx['db'], objective: StoredObjective): Promise<Objective> =>
    (await standing(db, [objective]))[0]!;
  return {
    async setObjective({ body }, tx) {
      assertSound(body, await selectKnownTerritory(tx.db, body.territoryCode));
      const objective = objectiveOf(ctx.newId(), 1, body);
      if (await insertObjective(tx.db, objective)) return standingOf(tx.db, objective);
      throw territoryErrors.OBJECTIVE_CODE_TAKEN({ detail: `there is an objective "${body.code}" already` });
    },

    async changeObjective({ params: { objectiveId }, body, ifMatch }, tx) {
      const there = assertFound(await lockObjective(tx.db, objectiveId), objectiveId);
      assertRead(there, ifMatch);
      assertSound(body, await selectKnownTerritory(tx.db, body.territoryCode));
      const changed = objectiveOf(objectiveId, there.version + 1, { code: there.code, ...body });
      await updateObjective(tx.db, changed);
      return standingOf(tx.db, changed);
    },

    getObjective: async ({ params: { objectiveId } }) =>
      standingOf(ctx.db, assertFound(await selectObjective(ctx.db, objectiveId), objectiveId)),

    async listObjectives({ query }) {
      const { items, next } = await selectObjectives(ctx.db, {
        ...query,
        limit: query.limit ?? PAGE_DEFAULT,
      });
      return { items: await standing(ctx.db, items), next };
    },
  };
}

async function measureObjectives(
  db: Tx['db'],
  objectives: readonly StoredObjective[],
  today: string,
  timeZone: string,
): Promise<Objective[]> {
  const points = objectives.flatMap((objective) =>
    daysToMeasure(objective, today).map((on) => ({ ...objective, on })),
  );
  const values = await measure(db, points, timeZone);
  const byObjective = Map.groupBy(values, ({ objectiveId }) => objectiveId);
  return objectives.map((objective) => {
    const own = byObjective.get(objective.objectiveId) ?? [];
    return progressOf(objective, new Map(own.map(({ on, value }) => [on, value])), today);
  });
}
