import { defineFigure, type Figures } from '@quyu/plugin-kit';
import type { MarketingDb } from './db/schema.js';

/** What is planned, and what partners have in their funds. */
export const marketingFigures: Figures<MarketingDb> = {
  campaigns: defineFigure<MarketingDb, 'kind'>({
    help: { en: 'Campaigns by kind', zh: '各类市场活动' },
    labels: ['kind'],
    read: (db) =>
      db
        .selectFrom('campaign')
        .select(({ fn }) => ['kind', fn.countAll().as('value')])
        .groupBy('kind')
        .execute(),
  }),
  mdf_minor_units: defineFigure<MarketingDb, 'currency'>({
    help: {
      en: 'Market development funds of all partners, in minor units',
      zh: '市场费用基金总额（最小货币单位）',
    },
    labels: ['currency'],
    read: (db) =>
      db
        .selectFrom('mdf_entry')
        .select(({ fn }) => ['currency', fn.sum('amount').as('value')])
        .groupBy('currency')
        .execute(),
  }),
};
