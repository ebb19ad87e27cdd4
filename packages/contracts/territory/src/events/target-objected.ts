import { defineEvent, z } from '@quyu/contract-kit';
import { targetFields } from './target-issued.js';

export const targetObjected = defineEvent({
  type: 'territory.target-objected.v1',
  aggregate: 'target-node',
  key: 'nodeId',
  summary: 'A territory objects to the sales target it was given.',
  schema: z.object({ ...targetFields, reason: z.string(), objectedBy: z.string() }),
  examples: [
    {
      nodeId: '0198c0de-0000-7000-8000-00000000e001',
      targetId: '0198c0de-0000-7000-8000-00000000e000',
      targetCode: 'china-2027-q1',
      round: 1,
      territoryCode: '330100',
      territoryName: '杭州市',
      path: ['cn', '330000', '330100'],
      period: '2027-Q1',
      amount: { amount: '120000000', currency: 'CNY' },
      reason: '主要经销商一季度停业装修',
      objectedBy: 'city-lead-hangzhou',
    },
  ],
});
