import { defineFigure, type Figures } from '@quyu/plugin-kit';
import type { FeedbackDb } from './db/schema.js';

/** What is heard of the market, and what is to be done about partners. */
export const feedbackFigures: Figures<FeedbackDb> = {
  observations: defineFigure<FeedbackDb, 'category'>({
    help: { en: 'Observations by category', zh: '各类市场调研记录数' },
    labels: ['category'],
    read: (db) =>
      db
        .selectFrom('observation')
        .select(({ fn }) => ['category', fn.countAll().as('value')])
        .groupBy('category')
        .execute(),
  }),
  recommended_actions: defineFigure<FeedbackDb, 'kind'>({
    help: { en: 'Actions that the latest scores recommend, by kind', zh: '最近考核建议的措施' },
    labels: ['kind'],
    read: (db) =>
      db
        .selectFrom('recommendation')
        .select(({ fn }) => ['kind', fn.countAll().as('value')])
        .groupBy('kind')
        .execute(),
  }),
};
