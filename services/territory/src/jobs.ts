import { defineJob, z } from '@quyu/plugin-kit';

/** The service's long work by kind. */
export const territoryJobs = {
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
};
