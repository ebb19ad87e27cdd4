import {
  type CreditingRule,
  type CreditingRuleDraft,
  incentiveErrors,
  type Shares,
} from '@quyu/incentive-contracts';
import { cursorPart, type Fault, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import { ruleFaults, splitFaults } from './crediting-faults.js';
import { markRule } from './mark-store.js';
import {
  claimCrediting,
  deleteRule,
  selectPeople,
  selectRule,
  selectRules,
  upsertRule,
} from './rule-store.js';
import { deleteSplit, type LineKey, markLine, selectLine, upsertSplit } from './split-store.js';

type Operations =
  | 'putCreditingRule' | 'getCreditingRule' | 'listCreditingRules' | 'removeCreditingRule' | 'splitSale' | 'unsplitSale'; // prettier-ignore

export function creditingRoutes(ctx: Context): RoutesOf<Operations> {
  return {
    putCreditingRule: ({ params: { code }, body }, tx) => putRule(tx, code, body),

    getCreditingRule: ({ params: { code } }) => findRule(ctx.db, code),

    listCreditingRules: async ({ query: { cursor, limit = PAGE_DEFAULT } }) => {
      const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
      return pageFrom(await selectRules(ctx.db, after, limit + 1), limit, ({ code }) => [code]);
    },

    removeCreditingRule: async ({ params: { code } }, tx) => {
      await claimCrediting(tx.db);
      await findRule(tx.db, code);
      await markRule(tx.db, code);
      await deleteRule(tx.db, code);
    },

    splitSale: async ({ params, body }, tx) => {
      await findSale(tx.db, params);
      refuse(splitFaults(body.split, await peopleIn(tx.db, body.split)));
      await changeSplit(tx, params, () => upsertSplit(tx.db, params, body.split));
      return body;
    },

    unsplitSale: async ({ params }, tx) => {
      await findSale(tx.db, params);
      await changeSplit(tx, params, () => deleteSplit(tx.db, params));
    },
  };
}

async function putRule(tx: Tx, code: string, draft: CreditingRuleDraft): Promise<CreditingRule> {
  await claimCrediting(tx.db);
  const { split = [], overlays = [] } = draft;
  refuse(ruleFaults(draft, await peopleIn(tx.db, [...split, ...overlays])));
  await markRule(tx.db, code);
  await upsertRule(tx.db, { code, ...draft });
  await markRule(tx.db, code);
  return findRule(tx.db, code);
}

async function changeSplit(tx: Tx, line: LineKey, change: () => Promise<void>): Promise<void> {
  await claimCrediting(tx.db);
  await markLine(tx.db, line);
  await change();
  await markLine(tx.db, line);
}

/** A sale: what comes back follows the line it returns. */
async function findSale(db: Tx['db'], line: LineKey): Promise<void> {
  const { source, lineId } = line;
  const found = await selectLine(db, line);
  if (!found)
    throw incentiveErrors.SALE_NOT_FOUND({
      detail: `source "${source}" has no line "${lineId}" in the ledger`,
    });
  if (found.returns === null) return;
  throw incentiveErrors.SALE_NOT_FOUND({
    detail: `line "${lineId}" is a return: it follows the split of the line it returns, "${found.returns}"`,
  });
}

async function findRule(db: Tx['db'], code: string): Promise<CreditingRule> {
  const found = await selectRule(db, code);
  if (found) return found;
  throw incentiveErrors.CREDITING_RULE_NOT_FOUND({ detail: `no crediting rule has the code "${code}"` });
}

async function peopleIn(db: Tx['db'], shares: Shares): Promise<ReadonlySet<string>> {
  return selectPeople(
    db,
    shares.map(({ salesperson }) => salesperson),
  );
}

function refuse(errors: readonly Fault[]): void {
  if (errors.length === 0) return;
  throw incentiveErrors.CREDITING_INVALID({ detail: `${errors[0]!.pointer} ${errors[0]!.message}`, errors });
}
