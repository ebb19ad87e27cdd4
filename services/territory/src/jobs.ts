import { defineJob, type JobContract } from '@quyu/plugin-kit';
import {
  type AlignmentJob,
  alignmentJobSchema,
  type AlignmentOutcome,
  alignmentOutcomeSchema,
  type DivisionModelFilling,
  divisionModelFillingSchema,
  type DivisionModelJob,
  divisionModelJobSchema,
} from '@quyu/territory-contracts';

/** The service's long work by kind. Its schemas are the contract's: to infer types from zod here costs the compiler dearly. */
export type TerritoryJobs = {
  readonly 'fill-model-from-divisions': JobContract<DivisionModelJob, DivisionModelFilling>;
  readonly 'align-territories': JobContract<AlignmentJob, AlignmentOutcome>;
};

export const territoryJobs: TerritoryJobs = {
  'fill-model-from-divisions': defineJob({
    summary: "Fills a planning model with territories and rules of China's administrative divisions.",
    input: divisionModelJobSchema,
    result: divisionModelFillingSchema,
  }),
  'align-territories': defineJob({
    summary: 'Divides units into balanced, contiguous territories and fills a planning model with them.',
    input: alignmentJobSchema,
    result: alignmentOutcomeSchema,
  }),
};
