/** A stand-in for the partner service: publishes its events, through an outbox and a relay like any service. */
import { defineApi, defineRoute, z } from '@quyu/contract-kit';
import { partnerEnrolled, reviewDecided } from '@quyu/partner-contracts';
import { type Plugin, defineDb, definePlugin } from '@quyu/plugin-kit';

const partnerId = z.uuid();
const writes = {
  kind: 'write',
  method: 'POST',
  permission: 'partner:write',
  summary: { en: 'A', zh: '甲' },
} as const;

export const partnerApi = defineApi({
  service: 'partner',
  title: { en: 'Partner', zh: '渠道伙伴' },
  permissions: { 'partner:write': 'Change partners.' },
  routes: {
    enrol: defineRoute({ ...writes, path: '/partners', body: z.strictObject({ partnerId }) }),
    decide: defineRoute({
      ...writes,
      path: '/decisions',
      body: z.strictObject({ partnerId, reason: z.string() }),
    }),
  },
});

export const partnerPlugin: Plugin = definePlugin(
  {
    id: 'partner',
    kit: '^1.0.0',
    summary: { en: 'Partners', zh: '渠道伙伴' },
    config: z.object({}),
    db: defineDb({}),
    api: partnerApi,
    publishes: [partnerEnrolled, reviewDecided],
  },
  () => ({
    routes: {
      async enrol({ body }, tx) {
        tx.publish(partnerEnrolled, { ...partnerEnrolled.examples[0]!, partnerId: body.partnerId });
      },
      async decide({ body }, tx) {
        const decision = { code: 'P', decision: 'approve', decidedBy: 'region-lead' } as const;
        tx.publish(reviewDecided, { ...decision, ...body });
      },
    },
    handlers: {},
    jobs: {},
  }),
);
