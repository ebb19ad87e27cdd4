import { defineJob, z } from '@quyu/plugin-kit';

/** The service's long work by kind. */
export const incentiveJobs = {
  'summarise-sales': defineJob({
    summary: 'Sums up the quarters whose sales have changed.',
    input: z.strictObject({}),
    result: z.object({ quarters: z.int(), changed: z.int() }),
  }),
  'retry-rejections': defineJob({
    summary: 'Tries the rejected sales lines of a source again.',
    input: z.strictObject({ source: z.string() }),
    result: z.object({ tried: z.int(), accepted: z.int() }),
  }),
  'merge-parts': defineJob({
    summary: 'Makes one of many small parts that large files have filled in the ledger.',
    input: z.strictObject({}),
    result: z.object({ merged: z.int() }),
    everySeconds: 3600,
  }),
  'expire-rebates': defineJob({
    summary: 'Expires rebates that nobody has used in time.',
    input: z.strictObject({}),
    result: z.object({ looked: z.int(), expired: z.int() }),
    everySeconds: 86_400,
  }),
  'calculate-run': defineJob({
    summary: 'Calculates what payees earn.',
    input: z.strictObject({ runId: z.uuid() }),
    result: z.object({ runId: z.uuid(), results: z.int(), changed: z.int() }),
  }),
};
