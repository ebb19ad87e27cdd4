import type { QuotaLine } from '@quyu/incentive-contracts';
import {
  type Judgement,
  judgeReplacements,
  latestByKey,
  type Line,
  newValues,
  takeLines,
} from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import { keptQuota, quotaFaults, quotaKey } from './quotas.js';
import { lockQuotas, selectQuotas, upsertQuotas } from './store.js';

export function quotaRoutes(ctx: Context): RoutesOf<'setQuotas' | 'listQuotas'> {
  return {
    setQuotas: ({ body }) => takeLines(body, (lines) => ctx.transaction((tx) => takeQuotas(tx, lines))),
    listQuotas: ({ query }) => selectQuotas(ctx.db, query),
  };
}

async function takeQuotas(
  tx: Tx,
  lines: readonly Line<QuotaLine>[],
): Promise<readonly Judgement<QuotaLine>[]> {
  const values = lines.map(({ value }) => value);
  const known = new Map((await lockQuotas(tx.db, values)).map((quota) => [quotaKey(quota), quota]));
  const judged = judgeReplacements(known, lines, {
    keyOf: quotaKey,
    valueOf: keptQuota,
    faultsOf: quotaFaults,
  });
  const quotas = latestByKey(newValues(judged), quotaKey);
  if (quotas.length > 0) await upsertQuotas(tx.db, quotas);
  return judged;
}
