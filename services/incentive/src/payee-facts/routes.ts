import type { PayeeFact } from '@quyu/incentive-contracts';
import {
  type Judgement,
  judgeReplacements,
  latestByKey,
  type Line,
  newValues,
  takeLines,
} from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import { factFaults } from './payee-facts.js';
import { lockFacts, selectFacts, upsertFacts } from './store.js';

export function factRoutes(ctx: Context): RoutesOf<'setPayeeFacts' | 'listPayeeFacts'> {
  return {
    setPayeeFacts: ({ body }) => takeLines(body, (lines) => ctx.transaction((tx) => takeFacts(tx, lines))),
    listPayeeFacts: ({ query }) => selectFacts(ctx.db, query),
  };
}

async function takeFacts(
  tx: Tx,
  lines: readonly Line<PayeeFact>[],
): Promise<readonly Judgement<PayeeFact>[]> {
  const values = lines.map(({ value }) => value);
  const known = new Map((await lockFacts(tx.db, values)).map((fact) => [factKey(fact), fact]));
  const judged = judgeReplacements(known, lines, {
    keyOf: factKey,
    valueOf: (fact) => fact,
    faultsOf: factFaults,
  });
  const facts = latestByKey(newValues(judged), factKey);
  if (facts.length > 0) await upsertFacts(tx.db, facts);
  return judged;
}

/** A fact is of a payee, a name and a day. */
function factKey({ payeeKind, payeeCode, name, validFrom }: PayeeFact): string {
  return JSON.stringify([payeeKind, payeeCode, name, validFrom]);
}
