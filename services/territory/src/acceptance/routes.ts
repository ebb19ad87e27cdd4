import { PAGE_DEFAULT } from '@quyu/plugin-kit';
import { targetAccepted, targetObjected } from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import { assertNode, assertWaiting, byQuarters, eventFieldsOf, type NodeOfTarget } from './acceptance.js';
import { decideNode, hasNodesBelow, lockNode, selectNode, selectRounds, selectStaffCodes } from './store.js';

type Operations = 'acceptTarget' | 'objectToTarget' | 'listTargetRounds';

/** What those who are to reach a target say to it. */
export function acceptanceRoutes(ctx: Context): RoutesOf<Operations> {
  return {
    async acceptTarget({ params: { nodeId }, caller, ifMatch }, tx) {
      const found = await openNode(tx, nodeId, ifMatch);
      const done = { by: caller.subject, at: ctx.now() };
      await decideNode(tx.db, found.node, { decision: 'accepted', reason: null, ...done });
      await publishAcceptance(tx, found, caller.subject);
      return assertNode(await selectNode(tx.db, nodeId), nodeId).node;
    },

    async objectToTarget({ params: { nodeId }, body: { reason }, caller, ifMatch }, tx) {
      const found = await openNode(tx, nodeId, ifMatch);
      const done = { by: caller.subject, at: ctx.now() };
      await decideNode(tx.db, found.node, { decision: 'objected', reason, ...done });
      const objection = { reason, objectedBy: caller.subject };
      tx.publish(targetObjected, { ...eventFieldsOf(found.node, found), ...objection });
      return assertNode(await selectNode(tx.db, nodeId), nodeId).node;
    },

    async listTargetRounds({ params: { nodeId }, query: { cursor, limit = PAGE_DEFAULT } }) {
      assertNode(await selectNode(ctx.db, nodeId), nodeId);
      return selectRounds(ctx.db, nodeId, { cursor, limit });
    },
  };
}

async function openNode(tx: Tx, nodeId: string, versionRead: number | undefined): Promise<NodeOfTarget> {
  const found = assertNode(await lockNode(tx.db, nodeId), nodeId);
  assertWaiting(found.node, versionRead);
  return found;
}

async function publishAcceptance(tx: Tx, found: NodeOfTarget, acceptedBy: string): Promise<void> {
  const { node, period } = found;
  tx.publish(targetAccepted, {
    ...eventFieldsOf(node, found),
    isLeaf: !(await hasNodesBelow(tx.db, node)),
    quarters: byQuarters(node.amount, period),
    staffCodes: await selectStaffCodes(tx.db, node.territoryCode),
    acceptedBy,
  });
}
