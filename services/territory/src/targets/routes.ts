import { PAGE_DEFAULT } from '@quyu/plugin-kit';
import { targetIssued, territoryErrors } from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import { assertPlannable } from '../facts/business-days.js';
import { firstDayOf, quartersOf, yearBefore } from '../facts/quarters.js';
import { eventFieldsOf } from '../acceptance/acceptance.js';
import { adjustPlan } from './adjustment.js';
import { selectBelow, selectCapacities, sumSales } from './basis-store.js';
import { type Basis, dividePlan, type Division, type TerritoryBelow } from './cascade.js';
import { issueNodes } from './issue-store.js';
import { selectNodes } from './node-store.js';
import { potentialOf } from './potential.js';
import {
  insertTarget,
  lockTarget,
  raiseVersion,
  saveNodes,
  selectHead,
  selectPlan,
  selectTarget,
  selectTargets,
  selectTop,
} from './store.js';
import {
  assertFound,
  assertRead,
  faultAt,
  nodeOf,
  planOf,
  type PlannedNode,
  refusal,
  type TargetHead,
} from './targets.js';

type Giving = 'draftTarget' | 'issueTarget';
type Dividing = 'cascadeTarget' | 'adjustTarget';
type Looking = 'listTargets' | 'getTarget' | 'listTargetNodes';

/** Targets as they are given. */
export function targetRoutes(ctx: Context): RoutesOf<Giving> {
  return {
    async draftTarget({ body }, tx) {
      assertPlannable(firstDayOf(body.period), '/body/period');
      const { amount, currency } = body.amount;
      const top = await topOf(tx, body.territoryCode);
      const targetId = ctx.newId();
      const { modelId, ...place } = top;
      const node = { ...place, nodeId: ctx.newId(), amount: BigInt(amount) };
      await saveNodes(tx.db, targetId, [node]);
      const head = { targetId, code: body.code, name: body.name, modelId, period: body.period, currency };
      if (await insertTarget(tx.db, head)) return assertFound(await selectTarget(tx.db, targetId), targetId);
      throw territoryErrors.TARGET_CODE_TAKEN({ detail: `there is a target "${body.code}" already` });
    },

    async issueTarget({ params: { targetId }, body, caller, ifMatch }, tx) {
      const head = await openTarget(tx, targetId, ifMatch);
      const issued = await issueNodes(tx.db, head, body.territoryCode, { by: caller.subject, at: ctx.now() });
      if (issued.length === 0)
        throw territoryErrors.TARGET_NOTHING_TO_ISSUE({ detail: `"${head.code}" stands as it was issued` });
      const of = { targetCode: head.code, period: head.period };
      for (const node of issued)
        tx.publish(targetIssued, { ...eventFieldsOf(node, of), issuedBy: caller.subject });
      return closeTarget(tx, targetId, []);
    },
  };
}

/** Targets on their way down: at every moment the parts of a node are the whole. */
export function divisionRoutes(ctx: Context): RoutesOf<Dividing> {
  return {
    async cascadeTarget({ params: { targetId }, body, ifMatch }, tx) {
      const head = await openTarget(tx, targetId, ifMatch);
      const plan = planOf(await selectPlan(tx.db, targetId));
      const node = nodeOf(plan, body.territoryCode, '/body/territoryCode');
      const below = await selectBelow(tx.db, head.modelId, node.territoryCode);
      const basis = await basisOf(tx.db, head, { node, below, division: body });
      const divided = dividePlan(plan, node, { below, basis, division: body, newId: () => ctx.newId() });
      return closeTarget(tx, targetId, divided);
    },

    async adjustTarget({ params: { targetId }, body, ifMatch }, tx) {
      await openTarget(tx, targetId, ifMatch);
      const plan = planOf(await selectPlan(tx.db, targetId));
      const asked = body.amounts.map(({ territoryCode, amount }) => ({
        territoryCode,
        amount: BigInt(amount),
      }));
      return closeTarget(tx, targetId, adjustPlan(plan, asked));
    },
  };
}

export function targetViewRoutes({ db }: Context): RoutesOf<Looking> {
  return {
    listTargets: ({ query }) => selectTargets(db, { ...query, limit: query.limit ?? PAGE_DEFAULT }),

    getTarget: async ({ params: { targetId } }) => assertFound(await selectTarget(db, targetId), targetId),

    async listTargetNodes({ params: { targetId }, query }) {
      assertFound(await selectHead(db, targetId), targetId);
      return selectNodes(db, targetId, { ...query, limit: query.limit ?? PAGE_DEFAULT });
    },
  };
}

async function openTarget(tx: Tx, targetId: string, versionRead: number | undefined): Promise<TargetHead> {
  const head = assertFound(await lockTarget(tx.db, targetId), targetId);
  assertRead(head, versionRead);
  return head;
}

async function closeTarget(tx: Tx, targetId: string, changed: readonly PlannedNode[]) {
  if (changed.length > 0) await saveNodes(tx.db, targetId, changed);
  await raiseVersion(tx.db, targetId);
  return assertFound(await selectTarget(tx.db, targetId), targetId);
}

async function topOf(tx: Tx, code: string) {
  const { modelId, name, path } = await selectTop(tx.db, code);
  if (modelId === null)
    throw territoryErrors.NO_ACTIVE_MODEL({ detail: 'no territory model was ever activated' });
  if (name === null || path === null) {
    const message = `the active model has no territory "${code}"`;
    throw refusal([faultAt('/body/territoryCode', 'unknown_territory', message)]);
  }
  const above = { parentCode: null, method: null, shareBp: null, weight: null };
  return { ...above, modelId, territoryCode: code, territoryName: name, path };
}

interface Divided {
  readonly node: PlannedNode;
  readonly below: readonly TerritoryBelow[];
  readonly division: Division;
}

/** What the parts are to be in proportion to, where the method asks the data. */
async function basisOf(db: Tx['db'], head: TargetHead, { node, below, division }: Divided): Promise<Basis> {
  const { period, currency } = head;
  if (division.method === 'historical')
    return sumSales(db, node.territoryCode, yearBefore(quartersOf(period)), currency);
  if (division.method !== 'potential') return new Map();
  const codes = below.map(({ code }) => code);
  const capacities = await selectCapacities(db, codes, firstDayOf(period), currency);
  return potentialOf(node, below, capacities, division.depth ?? 'children');
}
