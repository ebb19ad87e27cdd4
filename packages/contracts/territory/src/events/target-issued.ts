import { defineEvent, moneySchema, z } from '@quyu/contract-kit';
import { targetPeriodSchema } from '../market-amounts.js';

/** What every event of a territory's target says of it. */
export const targetFields = {
  /** Names the territory's part of the target; it is the same each time it is issued. */
  nodeId: z.uuid(),
  targetId: z.uuid(),
  targetCode: z.string(),
  /** 1 the first time it is issued. */
  round: z.int(),
  territoryCode: z.string(),
  territoryName: z.string(),
  /** Territory codes from the top of the tree down to this one. */
  path: z.array(z.string()),
  period: targetPeriodSchema,
  amount: moneySchema,
};

export const targetIssued = defineEvent({
  type: 'territory.target-issued.v1',
  aggregate: 'target-node',
  key: 'nodeId',
  summary: 'A territory was given a sales target, or another amount than before; it has yet to be accepted.',
  schema: z.object({ ...targetFields, issuedBy: z.string() }),
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
      issuedBy: 'region-lead-east',
    },
  ],
});
