import { earningsPosted } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import type { Tx } from '../context.js';
import { type Earning, insertEarnings, type Posting } from './posting-store.js';

/** Takes what a run has posted into the accounts. */
export type Settle = (tx: Tx, runId: string) => Promise<void>;

/** Posts a locked period, and tells each payee's part of it. */
export async function postEarnings(tx: Tx, posting: Posting, settle: Settle): Promise<void> {
  const earnings = await insertEarnings(tx.db, posting);
  const { runId, period: postedPeriod } = posting;
  const byPayee = Map.groupBy(earnings, (each) => `${each.payeeKind} ${each.payeeCode} ${each.currency}`);
  for (const lines of byPayee.values()) {
    const { payeeKind, payeeCode, currency } = lines[0]!;
    const total = money(
      lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n),
      currency,
    );
    tx.publish(earningsPosted, {
      runId,
      payeeKind,
      payeeCode,
      postedPeriod,
      total,
      lines: lines.map(lineOf),
    });
  }
  await settle(tx, runId);
}

function lineOf({ resultId, planCode, component, period, kind, amount, currency }: Earning) {
  return { resultId, planCode, component, period, kind, amount: money(BigInt(amount), currency) };
}
