import { defineJob, type JobContract, z } from '@quyu/plugin-kit';

/** How often what depends on the day is looked at without anybody's asking, in seconds. */
const HOURLY = 3600;

/** Which shipments are to be judged: those of a partner, or of all; what was not judged yet, or everything again. */
export interface JudgeInput {
  readonly partnerCode?: string | undefined;
  readonly again: boolean;
}

/** The service's long work by kind. */
export type TerritoryJobs = {
  readonly 'check-staffing': JobContract<{}, { readonly appeared: number; readonly resolved: number }>;
  readonly 'place-outlets': JobContract<{}, { readonly placed: number }>;
  readonly 'judge-shipments': JobContract<JudgeInput, { readonly judged: number; readonly outside: number }>;
  readonly 'recount-diversions': JobContract<
    { readonly partnerCode?: string | undefined },
    { readonly counted: number }
  >;
};

export const territoryJobs: TerritoryJobs = {
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
