import { isDeepStrictEqual } from 'node:util';
import { latestByKey, type Line, newValues, PAGE_DEFAULT, platformErrors, takeLines } from '@quyu/plugin-kit';
import {
  type Diversion,
  diversionClosed,
  type PartnerGrantLine,
  type ShipmentLine,
  territoryErrors,
} from '@quyu/territory-contracts';
import { businessDateOf } from '../business-date.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import { assertLevels, severityOf } from './accumulation.js';
import { insertDiversionRule, lockDiversionRule, selectDiversionRule } from './rule-store.js';
import {
  lockDiversion,
  saveDismissal,
  selectCasePage,
  selectDiversion,
  selectDiversionPage,
} from './store.js';
import type { Dimensions } from '../dimensions/dimensions.js';
import type { ActiveModel } from '../places/active-model.js';
import { placeByModel } from '../places/places.js';
import { lockGrants, selectGrantPage, selectPaths, selectRivals, upsertGrants } from './grant-store.js';
import { judgeGrants } from './grants.js';
import { insertShipments, selectShipmentLines, selectShipmentPage } from './shipment-store.js';
import { firstOfEach, judgeShipments } from './shipments.js';

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

    async listDiversionCases({
      query: { on = businessDateOf(ctx.now(), ctx.config.timeZone), limit = PAGE_DEFAULT, ...query },
    }) {
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

/** Where partners may sell. A grant touches what others may do there, so whose grant of access is limited cannot give any. */
export function grantRoutes(ctx: Context): RoutesOf<'grantPartners' | 'listPartnerGrants'> {
  return {
    async grantPartners({ body, scope }) {
      if (scope !== 'everything')
        throw platformErrors.FORBIDDEN({ detail: 'only who may see every territory can say where partners may sell' });
      return takeLines(body, (lines) => ctx.transaction((tx) => takeGrants(tx, lines)));
    },

    listPartnerGrants: ({ query }) => selectGrantPage(ctx.db, { ...query, limit: query.limit ?? PAGE_DEFAULT }),
  };
} // prettier-ignore

async function takeGrants(tx: Tx, lines: readonly Line<PartnerGrantLine>[]) {
  await lockGrants(tx.db);
  const values = lines.map(({ value }) => value);
  const grants = await selectRivals(tx.db, [...new Set(values.map(({ code }) => code))]);
  const named = [...values, ...grants].flatMap(({ territoryCodes }) => territoryCodes);
  const paths = await selectPaths(tx.db, [...new Set(named)]);
  const judged = judgeGrants({ grants, paths }, lines);
  const latest = latestByKey(newValues(judged), ({ code }) => code);
  if (latest.length === 0) return judged;
  await upsertGrants(tx.db, latest);
  const before = new Map(grants.map((grant) => [grant.code, grant]));
  const concernsAll = latest.some(({ code, exclusive }) => exclusive || before.get(code)?.exclusive === true);
  const partners = concernsAll ? [undefined] : new Set(latest.map(({ partnerCode }) => partnerCode));
  for (const partnerCode of partners) tx.enqueue('judge-shipments', { partnerCode, again: true });
  return judged;
}

/** What partners have shipped. It is recorded here; a job judges it right after, with everything in view. */
export function shipmentRoutes(
  ctx: Context,
  dimensions: Dimensions,
  active: ActiveModel,
): RoutesOf<'recordShipments' | 'listShipments'> {
  return {
    recordShipments: ({ body }) =>
      takeLines(body, (lines) =>
        ctx.transaction((tx) => takeShipments(tx, lines, { dimensions, active, newId: () => ctx.newId() })),
      ),

    listShipments: ({ query }) =>
      selectShipmentPage(ctx.db, { ...query, limit: query.limit ?? PAGE_DEFAULT }),
  };
}

interface Intake {
  readonly dimensions: Dimensions;
  readonly active: ActiveModel;
  readonly newId: () => string;
}

/** What is new is added before anything is compared: of two requests at once, the second then sees the first's. */
async function takeShipments(
  tx: Tx,
  lines: readonly Line<ShipmentLine>[],
  { dimensions, active, newId }: Intake,
) {
  const shipments = firstOfEach(lines, dimensions);
  const model = await active.read(tx.db);
  const placed = shipments.map((line) => ({
    ...line,
    shipmentId: newId(),
    place: model ? placeByModel(model, line.shipTo) : null,
  }));
  const created = await insertShipments(tx.db, placed);
  if (created.length > 0) tx.enqueue('judge-shipments', { again: false });
  return judgeShipments(lines, { created, stored: await selectShipmentLines(tx.db, shipments) }, dimensions);
}
