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
import { cascadeMethodSchema } from './targets.js';

const code = z.string().min(1).max(64);
const nodeId = z.uuid();

export const nodeStatusSchema = erase(z.enum(['draft', 'issued', 'accepted', 'objected']));
export type NodeStatus = TypeOf<typeof nodeStatusSchema>;

/** A territory's part of a target. */
export const targetNodeSchema = erase(
  z.object({
    nodeId,
    targetId: z.uuid(),
    version: z.int(),
    territoryCode: code,
    territoryName: z.string(),
    parentCode: code.nullable(),
    path: z.array(code),
    amount: moneySchema,
    status: nodeStatusSchema,
    /** How it got its amount from its parent, and its share of it where shares were given. */
    method: cascadeMethodSchema.nullable(),
    shareBp: z.int().nullable(),
    /** The weight that its part followed from: sales or capacity in minor units, or a share. */
    weight: z.string().nullable(),
    /** How often it was issued. */
    round: z.int(),
    issued: moneySchema.nullable(),
    issuedBy: z.string().nullable(),
  }),
);
export type TargetNode = TypeOf<typeof targetNodeSchema>;

/** One time that a node's target was issued, and what became of it. */
export const targetRoundSchema = erase(
  z.object({
    round: z.int(),
    amount: moneySchema,
    issuedBy: z.string(),
    issuedAt: instantSchema,
    decision: z.enum(['accepted', 'objected']).nullable(),
    reason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: instantSchema.nullable(),
  }),
);
export type TargetRound = TypeOf<typeof targetRoundSchema>;

const params = z.strictObject({ nodeId });

export const listTargetNodes = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/targets/:targetId/nodes',
  permission: 'territory:read',
  summary: { en: 'How a target is divided', zh: '指标分解明细' },
  problems: ['TARGET_NOT_FOUND'],
  params: z.strictObject({ targetId: z.uuid() }),
  query: z.strictObject({
    ...pageFields,
    parentCode: code.optional(),
    status: nodeStatusSchema.optional(),
  }),
  answer: pageOf(targetNodeSchema),
});

export const acceptTarget = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/target-nodes/:nodeId/acceptance',
  permission: 'territory:accept',
  ifMatch: true,
  apartFrom: { operations: ['issueTarget'], of: 'nodeId' },
  summary: { en: 'Accept a target that was issued', zh: '接受指标' },
  problems: ['TARGET_NODE_NOT_FOUND', 'TARGET_NOT_ISSUED'],
  params,
  answer: targetNodeSchema,
});

export const objectToTarget = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/target-nodes/:nodeId/objection',
  permission: 'territory:accept',
  ifMatch: true,
  summary: { en: 'Object to a target that was issued, with a reason', zh: '对指标提出异议' },
  problems: ['TARGET_NODE_NOT_FOUND', 'TARGET_NOT_ISSUED'],
  params,
  body: z.strictObject({ reason: z.string().min(1).max(1000) }),
  answer: targetNodeSchema,
});

export const listTargetRounds = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/target-nodes/:nodeId/rounds',
  permission: 'territory:read',
  summary: { en: 'Each time a target was issued, and what became of it', zh: '指标下达历史' },
  problems: ['TARGET_NODE_NOT_FOUND'],
  params,
  query: z.strictObject(pageFields),
  answer: pageOf(targetRoundSchema),
});
