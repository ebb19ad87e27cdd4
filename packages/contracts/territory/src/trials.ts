import { defineRoute, z } from '@quyu/contract-kit';

const code = z.string().min(1).max(64);

/** A subject that need not be known: what the rules look at, by attribute. */
const trialSubject = z.strictObject({
  code,
  attributes: z.record(z.string().min(1).max(100), z.string().max(200)),
});

export const tryModel = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/models/:modelId/trial',
  permission: 'territory:read',
  summary: { en: 'Where a model would put subjects; nothing is stored', zh: '试算模型分配结果(不保存)' },
  problems: ['MODEL_NOT_FOUND'],
  params: z.strictObject({ modelId: z.uuid() }),
  body: z.strictObject({ subjects: z.array(trialSubject).min(1).max(5000) }),
  /** One for each subject, in their order. */
  answer: z.object({
    items: z.array(
      z.object({
        code,
        status: z.enum(['assigned', 'gap', 'conflict']),
        territoryCode: code.nullable(),
        ruleCode: code.nullable(),
        contenders: z.array(code),
      }),
    ),
  }),
});
