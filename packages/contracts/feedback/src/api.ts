import { defineApi } from '@quyu/contract-kit';
import { reviewMarket } from './market-review.js';
import { listDemand, recordObservations } from './observations.js';
import { listRecommendations, listScores, putScorecard, startEvaluation } from './scorecards.js';

export const feedbackApi = defineApi({
  service: 'feedback',
  title: { en: 'Feedback', zh: '市场监测与反馈' },
  permissions: {
    'feedback:read': 'See observations, scores and recommendations.',
    'feedback:write': 'Record observations.',
    'feedback:policy': 'Set scorecards.',
    'feedback:evaluate': 'Start evaluations.',
    'feedback:review': 'See the market review over all services.',
  },
  routes: {
    recordObservations,
    listDemand,
    putScorecard,
    startEvaluation,
    listScores,
    listRecommendations,
    reviewMarket,
  },
});
