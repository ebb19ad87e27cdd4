import { latestByKey, type Line, newValues, PAGE_DEFAULT, takeLines } from '@quyu/plugin-kit';
import { type CarriageLine, type OutletLine, territoryErrors } from '@quyu/territory-contracts';
import { businessDateOf } from '../business-date.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import type { Dimensions } from '../dimensions/dimensions.js';
import type { ActiveModel } from '../places/active-model.js';
import { placeByModel } from '../places/places.js';
import { explainCoverage, monthEnds, rateOf } from './coverage.js';
import { carriageKeyOf, judgeCarriage, judgeOutlets } from './outlets.js';
import {
  selectCountsOn,
  selectCoverageOutlets,
  selectCoveragePage,
  selectParts,
  selectTerritoryInModel,
} from './rate-store.js';
import { lockOutlets, selectCarriage, selectOutletPage, upsertCarriage, upsertOutlets } from './store.js';

/** Outlets come in, and what they carry. */
export function outletRoutes(
  ctx: Context,
  dimensions: Dimensions,
  active: ActiveModel,
): RoutesOf<'registerOutlets' | 'listOutlets' | 'observeOutlets'> {
  return {
    registerOutlets: ({ body }) =>
      takeLines(body, (lines) => ctx.transaction((tx) => takeOutlets(tx, lines, dimensions, active))),

    listOutlets: ({ query }) => selectOutletPage(ctx.db, { ...query, limit: query.limit ?? PAGE_DEFAULT }),

    observeOutlets: ({ body }) =>
      takeLines(body, (lines) => ctx.transaction((tx) => takeCarriage(tx, lines))),
  };
}

async function takeOutlets(
  tx: Tx,
  lines: readonly Line<OutletLine>[],
  dimensions: Dimensions,
  active: ActiveModel,
) {
  const codes = [...new Set(lines.map(({ value }) => value.code))];
  const known = await lockOutlets(tx.db, codes);
  const contents = known.map(
    ({ status: _status, territoryCode: _territory, ruleCode: _rule, ...content }) => content,
  );
  const judged = judgeOutlets(new Map(contents.map((each) => [each.code, each])), lines, dimensions);
  const latest = latestByKey(newValues(judged), ({ code }) => code);
  if (latest.length === 0) return judged;
  const model = await active.read(tx.db);
  const placed = latest.map((outlet) => ({
    ...outlet,
    place: model ? placeByModel(model, outlet.attributes) : null,
  }));
  await upsertOutlets(tx.db, placed);
  // Another model may become active before this commits: then nobody else would see that these are to be placed anew.
  tx.enqueue('place-outlets', {});
  return judged;
}

async function takeCarriage(tx: Tx, lines: readonly Line<CarriageLine>[]) {
  const values = lines.map(({ value }) => value);
  const outlets = await lockOutlets(tx.db, [...new Set(values.map(({ outletCode }) => outletCode))]);
  const known = await selectCarriage(tx.db, values);
  const judged = judgeCarriage(
    new Map(known.map((line) => [carriageKeyOf(line), line])),
    lines,
    new Set(outlets.map(({ code }) => code)),
  );
  const latest = latestByKey(newValues(judged), carriageKeyOf);
  if (latest.length > 0) await upsertCarriage(tx.db, latest);
  return judged;
}

type RateOperations = 'listCoverage' | 'explainCoverage' | 'listCoverageOutlets' | 'coverageTrend';

/** What follows from them. */
export function coverageRoutes(ctx: Context): RoutesOf<RateOperations> {
  const today = (): string => businessDateOf(ctx.now(), ctx.config.timeZone);
  return {
    listCoverage: ({ query: { on = today(), limit = PAGE_DEFAULT, ...query } }) =>
      selectCoveragePage(ctx.db, { ...query, on, limit }),

    async explainCoverage({ params: { territoryCode, productLine }, query: { on = today() } }) {
      const found = await readTerritory(ctx, territoryCode);
      const parts = await selectParts(ctx.db, found.territory, productLine, on);
      return explainCoverage({ ...found, productLine, on }, parts);
    },

    listCoverageOutlets: ({ params, query: { on = today(), limit = PAGE_DEFAULT, ...query } }) =>
      selectCoverageOutlets(ctx.db, { ...params, ...query, on, limit }),

    async coverageTrend({ params, query: { until = today().slice(0, 7), months = 12 } }) {
      await readTerritory(ctx, params.territoryCode);
      const ends = monthEnds(until, months, today());
      const counts = await selectCountsOn(
        ctx.db,
        params,
        ends.map(({ on }) => on),
      );
      return {
        items: ends.map((end) => ({ ...end, ...rateOf(counts.get(end.on) ?? { potential: 0, carried: 0 }) })),
      };
    },
  };
}

/** @throws Problem TERRITORY_NOT_FOUND */
async function readTerritory(ctx: Context, code: string) {
  const found = await selectTerritoryInModel(ctx.db, code);
  if (found) return found;
  throw territoryErrors.TERRITORY_NOT_FOUND({ detail: `the active model has no territory "${code}"` });
}
