import { isDeepStrictEqual } from 'node:util';
import { PAGE_DEFAULT } from '@quyu/plugin-kit';
import { type Diversion, diversionClosed, territoryErrors } from '@quyu/territory-contracts';
import { businessDateOf } from '../business-date.js';
import type { Context, RoutesOf } from '../context.js';
import { assertLevels, severityOf } from './accumulation.js';
import { insertDiversionRule, lockDiversionRule, selectDiversionRule } from './rule-store.js';
import {
  lockDiversion,
  saveDismissal,
  selectCasePage,
  selectDiversion,
  selectDiversionPage,
} from './store.js';

type Operations =
  | 'listDiversions'
  | 'getDiversion'
  | 'dismissDiversion'
  | 'listDiversionCases'
  | 'putDiversionRule'
  | 'getDiversionRule';

export function diversionRoutes(ctx: Context): RoutesOf<Operations> {
  return {
    listDiversions: ({ query }) =>
      selectDiversionPage(ctx.db, { ...query, limit: query.limit ?? PAGE_DEFAULT }),

    getDiversion: async ({ params: { diversionId } }) =>
      assertFound(await selectDiversion(ctx.db, diversionId), diversionId),

    async dismissDiversion({ params: { diversionId }, body, caller }, tx) {
      const diversion = assertOpen(await lockDiversion(tx.db, diversionId), diversionId);
      const dismissal = { reason: body.reason, by: caller.subject, at: ctx.now().toISOString() };
      await saveDismissal(tx.db, diversionId, dismissal);
      const { source, lineId, partnerCode, productLine } = diversion;
      const sale = { diversionId, source, lineId, partnerCode, productLine };
      tx.publish(diversionClosed, { ...sale, outcome: 'dismissed', reason: body.reason });
      tx.enqueue('recount-diversions', { partnerCode });
      return assertFound(await selectDiversion(tx.db, diversionId), diversionId);
    },

    async listDiversionCases({ query: { on = businessDateOf(ctx.now()), limit = PAGE_DEFAULT, ...query } }) {
      const rule = await selectDiversionRule(ctx.db);
      const page = await selectCasePage(ctx.db, { ...query, on, limit, windowDays: rule.windowDays });
      const items = page.items.map((each) => ({ ...each, severity: severityOf(each.cases, rule) }));
      return { ...page, items };
    },

    async putDiversionRule({ body }, tx) {
      assertLevels(body);
      const { version, ...latest } = await lockDiversionRule(tx.db);
      if (isDeepStrictEqual(latest, body)) return { version, ...latest };
      const rule = await insertDiversionRule(tx.db, version + 1, body);
      tx.enqueue('recount-diversions', {});
      return rule;
    },

    getDiversionRule: () => selectDiversionRule(ctx.db),
  };
}

/** @throws Problem DIVERSION_NOT_FOUND */
function assertFound(diversion: Diversion | undefined, diversionId: string): Diversion {
  if (diversion) return diversion;
  throw territoryErrors.DIVERSION_NOT_FOUND({ detail: `there is no evidence ${diversionId}` });
}

/** @throws Problem DIVERSION_NOT_FOUND, DIVERSION_NOT_OPEN */
function assertOpen(diversion: Diversion | undefined, diversionId: string): Diversion {
  const found = assertFound(diversion, diversionId);
  if (found.status === 'open') return found;
  throw territoryErrors.DIVERSION_NOT_OPEN({ detail: `the evidence ${diversionId} is ${found.status}` });
}
