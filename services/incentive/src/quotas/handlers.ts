import { type DataOf, type EventEnvelope, type EventHandlers, latestByKey } from '@quyu/plugin-kit';
import type { targetAccepted, targetObjected } from '@quyu/territory-contracts';
import type { Tx } from '../context.js';
import { quarterOf } from '../periods.js';
import { sharesOf } from './quotas.js';
import { replaceShares, type TargetShare } from './target-store.js';

/**
 * A territory's target is the quota of those who work in it, from when it is accepted. Another round replaces it when that is accepted,
 * and an objection ends it.
 */
export const targetHandlers: EventHandlers<typeof targetAccepted | typeof targetObjected, Tx> = {
  'territory.target-accepted.v1': {
    async batch(events, tx) {
      const latest = latestByKey(events, ({ aggregateId }) => aggregateId);
      await replaceShares(tx.db, nodesOf(latest), latest.flatMap(sharesOfTarget));
    },
  },

  'territory.target-objected.v1': {
    async batch(events, tx) {
      await replaceShares(tx.db, nodesOf(events), []);
    },
  },
};

function nodesOf(events: readonly { readonly aggregateId: string }[]): string[] {
  return events.map(({ aggregateId }) => aggregateId);
}

type Accepted = EventEnvelope<DataOf<typeof targetAccepted>>;

function sharesOfTarget({ time, data }: Accepted): TargetShare[] {
  const { nodeId, territoryCode, path, period, quarters, staffCodes } = data;
  const target = { nodeId, territoryCode, path, ofYear: !period.includes('-'), acceptedAt: time };
  return quarters.flatMap(({ period: quarter, amount }) =>
    sharesOf(BigInt(amount.amount), staffCodes).map(([salespersonCode, share]) => ({
      ...target,
      salespersonCode,
      quarter: quarterOf(quarter),
      amount: share.toString(),
      currency: amount.currency,
    })),
  );
}
