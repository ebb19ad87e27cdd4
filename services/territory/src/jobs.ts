import { defineJob, type JobContract, z } from '@quyu/plugin-kit';
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

/** How often what depends on the day is looked at without anybody's asking, in seconds. */
const HOURLY = 3600;

/** Which shipments are to be judged: those of a partner, or of all; what was not judged yet, or everything again. */
export interface JudgeInput {
  readonly partnerCode?: string | undefined;
  readonly again: boolean;
}

/** The service's long work by kind. Its types are written out: to infer them from zod here costs the compiler dearly. */
export type TerritoryJobs = {
  readonly 'activate-due-models': JobContract<{}, { readonly due: number; readonly refused: string[] }>;
  readonly 'preview-model': JobContract<
    { readonly previewId: string },
    { readonly previewId: string; readonly accounts: number }
  >;
  readonly 'fill-model-from-divisions': JobContract<DivisionModelJob, DivisionModelFilling>;
  readonly 'check-staffing': JobContract<{}, { readonly appeared: number; readonly resolved: number }>;
  readonly 'place-outlets': JobContract<{}, { readonly placed: number }>;
  readonly 'judge-shipments': JobContract<JudgeInput, { readonly judged: number; readonly outside: number }>;
  readonly 'recount-diversions': JobContract<
    { readonly partnerCode?: string | undefined },
    { readonly counted: number }
  >;
  readonly 'align-territories': JobContract<AlignmentJob, AlignmentOutcome>;
};

export const territoryJobs: TerritoryJobs = {
  'activate-due-models': defineJob({
    summary: 'Activates the planning models whose day has come.',
    everySeconds: 60,
    input: z.strictObject({}),
    result: z.object({ due: z.int(), refused: z.array(z.string()) }),
  }),
  'preview-model': defineJob({
    summary: 'Works out what activating a planning model would do.',
    input: z.strictObject({ previewId: z.uuid() }),
    result: z.object({ previewId: z.uuid(), accounts: z.int() }),
  }),
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
  'check-staffing': defineJob({
    summary:
      'Checks the organisation by the staffing rules, and tells what has appeared and what is resolved.',
    input: z.strictObject({}),
    result: z.object({ appeared: z.int(), resolved: z.int() }),
    everySeconds: HOURLY,
  }),
  'place-outlets': defineJob({
    summary: 'Gives outlets their territories by the active model.',
    input: z.strictObject({}),
    result: z.object({ placed: z.int() }),
  }),
  'judge-shipments': defineJob({
    summary:
      'Judges shipments by the active model and the grants, and raises or withdraws evidence of diversion.',
    input: z.strictObject({ partnerCode: z.string().optional(), again: z.boolean() }),
    result: z.object({ judged: z.int(), outside: z.int() }),
  }),
  'recount-diversions': defineJob({
    summary: 'Counts the open cases of diversion anew, of one partner or of all.',
    input: z.strictObject({ partnerCode: z.string().optional() }),
    result: z.object({ counted: z.int() }),
  }),
};
