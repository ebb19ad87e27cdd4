import {
  actionRecommended,
  feedbackApi,
  observationsRecorded,
  partnerScored,
} from '@quyu/feedback-contracts';
import { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { defineDb, definePlugin, type Plugin } from '@quyu/plugin-kit';
import { accountAssigned, accountUnassigned } from '@quyu/territory-contracts';
import { feedbackCalls } from './calls.js';
import { feedbackConfig } from './config.js';
import { audited } from './db/audited.js';
import { migrations } from './db/migrations/index.js';
import { scopes } from './db/scopes.js';
import type { FeedbackDb } from './db/schema.js';
import { extensionPoints } from './extension-points.js';
import { factHandlers } from './facts/handlers.js';
import { readYearFacts } from './facts/year-facts-store.js';
import { feedbackFigures } from './figures.js';
import { feedbackJobs } from './jobs.js';
import { marketReviewRoutes } from './market-review/routes.js';
import { observationRoutes } from './observations/routes.js';
import { countObservations } from './observations/store.js';
import { placeHandlers } from './places/handlers.js';
import { scorecardRoutes } from './scorecards/routes.js';
import { getScorecard, readScorecard } from './scorecards/store.js';
import { scoreJobs } from './scores/jobs.js';
import { countActions } from './scores/recommendation-store.js';
import { scoreRoutes } from './scores/routes.js';
import { countGrades } from './scores/store.js';

export const feedback: Plugin = definePlugin(
  {
    id: 'feedback',
    kit: '^1.0.0',
    summary: { en: 'Market research, scorecards and the market review', zh: '市场调研、绩效考核与市场总览' },
    config: feedbackConfig,
    db: defineDb<FeedbackDb>(migrations, { scopes, audited }),
    api: feedbackApi,
    publishes: [observationsRecorded, partnerScored, actionRecommended],
    consumes: [partnerSalesSummarised, accountAssigned, accountUnassigned],
    calls: feedbackCalls,
    extensionPoints,
    jobs: feedbackJobs,
    figures: feedbackFigures,
  },
  (ctx) => ({
    routes: {
      ...observationRoutes(ctx),
      ...scorecardRoutes(ctx),
      ...scoreRoutes(ctx, { getScorecard }),
      ...marketReviewRoutes(ctx, { countObservations, readScorecard, countGrades, countActions }),
    },
    handlers: { ...factHandlers(), ...placeHandlers },
    jobs: scoreJobs(ctx, { getScorecard, readYearFacts }),
  }),
);
