import { cursorPart, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Context, RoutesOf } from '../context.js';
import type { Db } from '../db/schema.js';
import { nextRule } from './mdf.js';
import { claimRules, insertRule, readEntries, readRules, sumEntries } from './store.js';
import { totalIn } from './totals.js';

/** What the funds' routes ask of other features. */
export interface MdfSources {
  readonly countCampaigns: (db: Db) => Promise<number>;
}

export function mdfRoutes(
  ctx: Context,
  { countCampaigns }: MdfSources,
): RoutesOf<'putAccrualRule' | 'listMdfEntries' | 'totalMdf'> {
  return {
    putAccrualRule: async ({ params: { code }, body: { rateBp } }, tx) => {
      await claimRules(tx.db);
      const current = (await readRules(tx.db)).find((rule) => rule.code === code);
      const rule = nextRule(current, { code, rateBp });
      if (rule === current) return rule;
      await insertRule(tx.db, rule, ctx.now());
      tx.enqueue('accrue-known-quarters', rule);
      return rule;
    },

    listMdfEntries: async ({ query: { cursor, limit = PAGE_DEFAULT, ...filter } }) => {
      const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
      const rows = await readEntries(ctx.db, { ...filter, after, limit: limit + 1 });
      return pageFrom(rows, limit, ({ entryId }) => [entryId]);
    },

    totalMdf: async ({ query: { year, currency } }) => {
      const [sums, campaigns] = await Promise.all([sumEntries(ctx.db, year), countCampaigns(ctx.db)]);
      return { ...totalIn(sums, currency, ctx.config.currency), campaigns };
    },
  };
}
