import { dateSchema, defineRoute, z } from '@quyu/contract-kit';
import { modelSchema, modeSchema } from './models.js';

const params = z.strictObject({ modelId: z.uuid() });
const permission = 'territory:write';

const choices = {
  /** Default: realign. */
  mode: modeSchema.optional(),
  /** Activates a model although accounts are left that a person must decide on. Default: false. */
  force: z.boolean().optional(),
};

export const activateModel = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/models/:modelId/activation',
  permission,
  summary: {
    en: 'Make a planning model the active one and reassign the accounts',
    zh: '启用规划模型并重新分配客户',
  },
  problems: [
    'MODEL_NOT_FOUND',
    'MODEL_NOT_PLANNING',
    'MODEL_EMPTY',
    'MODEL_HAS_CONFLICTS',
    'MODEL_DROPS_TERRITORIES',
  ],
  params,
  query: z.strictObject(choices),
  answer: modelSchema,
});

export const scheduleActivation = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/models/:modelId/schedule',
  permission,
  summary: { en: 'Let a planning model become active on a day', zh: '设定规划模型的生效日期' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING', 'EFFECTIVE_DATE_TAKEN', 'EFFECTIVE_DATE_PAST'],
  params,
  body: z.strictObject({ effectiveOn: dateSchema, ...choices }),
  answer: modelSchema,
});

export const cancelActivation = defineRoute({
  kind: 'write',
  method: 'DELETE',
  path: '/models/:modelId/schedule',
  permission,
  summary: { en: 'Let a planning model wait again', zh: '取消规划模型的生效日期' },
  problems: ['MODEL_NOT_FOUND', 'MODEL_NOT_PLANNING'],
  params,
  answer: modelSchema,
});
