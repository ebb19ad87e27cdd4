import {
  type Evaluation,
  evaluationSchema,
  type ScorecardYear,
  scorecardYearSchema,
} from '@quyu/feedback-contracts';
import { defineJob, type JobContract } from '@quyu/plugin-kit';

/** The service's long work by kind. Its schemas are the contract's: to infer types from zod here costs the compiler dearly. */
export type FeedbackJobs = {
  readonly 'evaluate-scorecard': JobContract<ScorecardYear, Evaluation>;
};

export const feedbackJobs: FeedbackJobs = {
  'evaluate-scorecard': defineJob({
    summary: 'Scores every partner with sales in a year and recommends actions.',
    input: scorecardYearSchema,
    result: evaluationSchema,
  }),
};
