import {
  defineRoute,
  erase,
  instantSchema,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { modeSchema } from './models.js';

const code = z.string();
const modelId = z.uuid();
const permission = 'territory:write';

/** What activating a planning model would do, worked out beforehand and kept with the version of the model. */
export const previewSchema = erase(
  z.object({
    previewId: z.uuid(),
    modelId,
    modelVersion: z.int(),
    /** The model that was active; null before the first. */
    baseModelId: modelId.nullable(),
    mode: modeSchema,
    status: z.enum(['running', 'ready']),
    /** Whether the planning model and the active one are still those that it was made of. */
    isCurrent: z.boolean(),
    accounts: z.int(),
    /** Accounts that go from one territory to another. */
    moved: z.int(),
    /** Accounts that get a territory and had none. */
    gained: z.int(),
    /** Accounts that lose their territory. */
    lost: z.int(),
    gaps: z.int(),
    conflicts: z.int(),
    /** Accounts whose pin names a territory that the model does not have. */
    droppedPins: z.int(),
    /** Sales of the last four quarters of the accounts that go to, from or between territories, by currency. */
    revenueMoved: z.array(moneySchema),
    startedAt: instantSchema,
  }),
);
export type Preview = TypeOf<typeof previewSchema>;

/** What activation would do to one account: only those it changes, or leaves in no territory, are listed. */
export const previewChangeSchema = erase(
  z.object({
    subjectId: z.uuid(),
    subjectCode: code,
    /** `renamed`: the same territory under another name, place or rule. `none`: as before, in no territory. */
    change: z.enum(['moved', 'gained', 'lost', 'renamed', 'none']),
    from: code.nullable(),
    to: code.nullable(),
    status: z.enum(['assigned', 'gap', 'conflict']),
    /** The rule, or `pin`. */
    ruleCode: code.nullable(),
    contenders: z.array(code),
    droppedPin: z.boolean(),
    /** Sales of the last four quarters that are known of. */
    sales: z.array(moneySchema),
  }),
);
export type PreviewChange = TypeOf<typeof previewChangeSchema>;

export const startPreview = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/models/:modelId/previews',
  permission,
  status: 202,
  summary: { en: 'Work out what activating a planning model would do', zh: '预览启用规划模型的影响' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING'],
  params: z.strictObject({ modelId }),
  query: z.strictObject({ mode: modeSchema.optional() }),
  answer: z.object({ previewId: z.uuid(), jobId: z.uuid() }),
});

export const getPreview = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/previews/:previewId',
  permission,
  summary: { en: 'What activation would do, in numbers', zh: '预览汇总' },
  problems: ['PREVIEW_NOT_FOUND'],
  params: z.strictObject({ previewId: z.uuid() }),
  answer: previewSchema,
});

export const listPreviews = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/models/:modelId/previews',
  permission,
  summary: { en: 'Previews of a model, the latest first', zh: '模型的预览列表' },
  problems: ['MODEL_NOT_FOUND'],
  params: z.strictObject({ modelId }),
  query: z.strictObject(pageFields),
  answer: pageOf(previewSchema),
});

export const listPreviewChanges = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/previews/:previewId/changes',
  permission,
  summary: { en: 'What activation would do to each account', zh: '预览明细' },
  problems: ['PREVIEW_NOT_FOUND'],
  params: z.strictObject({ previewId: z.uuid() }),
  query: z.strictObject({
    ...pageFields,
    change: z.enum(['moved', 'gained', 'lost', 'renamed', 'none']).optional(),
    status: z.enum(['assigned', 'gap', 'conflict']).optional(),
  }),
  answer: pageOf(previewChangeSchema),
});
