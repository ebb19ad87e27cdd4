import { type ObservationLine, observationsRecorded } from '@quyu/feedback-contracts';
import {
  cursorPart,
  type Judgement,
  type Line,
  PAGE_DEFAULT,
  pageFrom,
  readCursor,
  takeLines,
} from '@quyu/plugin-kit';
import type { Context, RoutesOf } from '../context.js';
import { firstOfEach, judgeLines } from './observations.js';
import { insertNew, readDemand, readObservations } from './store.js';

export function observationRoutes(ctx: Context): RoutesOf<'recordObservations' | 'listDemand'> {
  return {
    recordObservations: async ({ body }) => takeLines(body, (lines) => recordChunk(ctx, lines)),

    listDemand: async ({ query: { cursor, limit = PAGE_DEFAULT, category } }) => {
      const after = readCursor(cursor, [cursorPart.text, cursorPart.text]);
      const rows = await readDemand(ctx.db, { after, category, limit: limit + 1 });
      return pageFrom(rows, limit, (demand) => [demand.category, demand.month]);
    },
  };
}

/** What is new is added before anything is compared: of two requests at once, the second then sees the first's. */
function recordChunk(ctx: Context, lines: readonly Line<ObservationLine>[]): Promise<readonly Judgement[]> {
  return ctx.transaction(async (tx) => {
    const batchId = ctx.newId();
    const observations = firstOfEach(lines);
    const created = await insertNew(tx.db, observations, { batchId, at: ctx.now() });
    if (created.length > 0) tx.publish(observationsRecorded, { batchId, observations: created.length });
    return judgeLines(lines, created, await readObservations(tx.db, observations));
  });
}
