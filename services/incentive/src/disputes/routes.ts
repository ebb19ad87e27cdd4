import {
  type Dispute,
  disputeDecided,
  type Disputed,
  disputeOpened,
  incentiveErrors,
} from '@quyu/incentive-contracts';
import { assertPositive } from '../accounts/accounts.js';
import { businessDateOf, daysBefore } from '../business-date.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import { requireCurrency } from '../currencies/require-currency.js';
import { assertOtherwise, assertUndecided, wantedOf } from './disputes.js';
import { type DisputeNeeds, takeEffect } from './effect-store.js';
import { holdBack, releaseHeld } from './hold-store.js';
import {
  endDispute, type Ending, insertComment, insertDispute, isResultOf, lockDispute, pageOfDisputes, selectComments, selectDispute,
  selectLine, updateState,
} from './store.js'; // prettier-ignore

type Operations =
  | 'openDispute' | 'listDisputes' | 'getDispute' | 'commentDispute' | 'reviewDispute' | 'decideDispute' | 'withdrawDispute'; // prettier-ignore

type Asked = Pick<Dispute, 'payeeKind' | 'payeeCode' | 'disputed' | 'statement'> & {
  readonly hold?: NonNullable<Dispute['held']> | undefined;
};

export function disputeRoutes(ctx: Context, needs: DisputeNeeds): RoutesOf<Operations> {
  const today = () => businessDateOf(ctx.now(), ctx.config.timeZone);
  const undecided = async (tx: Tx, disputeId: string): Promise<Dispute> => {
    const dispute = found(await lockDispute(tx.db, disputeId, today()), disputeId);
    assertUndecided(dispute);
    return dispute;
  };
  return {
    openDispute: ({ body, caller }, tx) => open(ctx, tx, needs, { ...body, by: caller.subject }),

    listDisputes: ({ query }) => pageOfDisputes(ctx.db, query, today()),

    getDispute: async ({ params: { disputeId } }) => {
      const dispute = found(await selectDispute(ctx.db, disputeId, today()), disputeId);
      return { dispute, comments: await selectComments(ctx.db, disputeId) };
    },

    commentDispute: async ({ params: { disputeId }, body: { text }, caller }, tx) => {
      await undecided(tx, disputeId);
      const comment = { by: caller.subject, at: ctx.now().toISOString(), text };
      await insertComment(tx.db, disputeId, comment);
      return comment;
    },

    reviewDispute: async ({ params: { disputeId } }, tx) => {
      const dispute = await undecided(tx, disputeId);
      await updateState(tx.db, disputeId, 'under-review');
      return { ...dispute, state: 'under-review' };
    },

    decideDispute: async ({ params: { disputeId }, body: { decision: state, reason }, caller }, tx) => {
      const dispute = await undecided(tx, disputeId);
      const by = caller.subject;
      await releaseHeld(ctx, tx, needs, { ...dispute, by });
      const effects = state === 'accepted' ? await takeEffect(ctx, tx, needs, { dispute, by }) : [];
      return end(tx, dispute, { state, reason, by, effects });
    },

    withdrawDispute: async ({ params: { disputeId }, body: { reason }, caller }, tx) => {
      const dispute = await undecided(tx, disputeId);
      const by = caller.subject;
      await releaseHeld(ctx, tx, needs, { ...dispute, by });
      return end(tx, dispute, { state: 'withdrawn', reason, by, effects: [] });
    },
  };
}

async function open(ctx: Context, tx: Tx, needs: DisputeNeeds, { hold, by, ...asked }: Asked & { readonly by: string }): Promise<Dispute> {
  const { payeeKind, payeeCode, disputed } = asked;
  if (hold) {
    requireCurrency(hold.currency, '/body/hold/currency');
    assertPositive(BigInt(hold.amount), '/body/hold/amount');
  }
  if (!(await needs.isPayee(tx.db, { payeeKind, payeeCode })))
    throw incentiveErrors.PAYEE_NOT_FOUND({ detail: `no ${payeeKind} has the code "${payeeCode}"` });
  await assertThere(tx.db, asked);
  const openedOn = businessDateOf(ctx.now(), ctx.config.timeZone);
  const dueOn = daysBefore(openedOn, -ctx.config.disputeDays);
  const decided = { decidedBy: null, reason: null, effects: [] };
  const dispute = { disputeId: ctx.newId(), ...asked, state: 'open', openedBy: by, openedOn, dueOn, held: hold ?? null, ...decided } as const;
  if (!(await insertDispute(tx.db, dispute)))
    throw incentiveErrors.DISPUTED_ALREADY({ detail: 'there is an open dispute of the same thing: say more in its comments' });
  await holdBack(ctx, tx, needs, { ...dispute, by });
  const { disputeId } = dispute;
  tx.publish(disputeOpened, { disputeId, payeeKind, payeeCode, about: disputed.kind, openedOn, dueOn });
  return { ...dispute, effects: [], isOverdue: false };
} // prettier-ignore

/** @throws Problem DISPUTED_NOT_FOUND when what is disputed is not there, or not the payee's. */
async function assertThere(db: Tx['db'], { disputed, ...payee }: Asked): Promise<void> {
  const missing = await missingOf(db, disputed, payee);
  if (missing !== undefined) throw incentiveErrors.DISPUTED_NOT_FOUND({ detail: `/body/disputed: ${missing}` });
} // prettier-ignore

async function missingOf(
  db: Tx['db'],
  disputed: Disputed,
  payee: Pick<Asked, 'payeeKind' | 'payeeCode'>,
): Promise<string | undefined> {
  switch (disputed.kind) {
    case 'missing-sale':
      return undefined;
    case 'line':
    case 'credit': {
      const line = await selectLine(db, disputed.source, disputed.lineId);
      if (line) assertOtherwise(line, wantedOf(disputed));
      return line ? undefined : `no sale of ${disputed.source} has the id "${disputed.lineId}"`;
    }
    case 'result': {
      const isThere = await isResultOf(db, disputed.resultId, payee);
      return isThere ? undefined : `no result of ${payee.payeeKind} "${payee.payeeCode}" has the id ${disputed.resultId}`;
    }
  }
} // prettier-ignore

async function end(tx: Tx, dispute: Dispute, ending: Ending): Promise<Dispute> {
  const { disputeId, payeeKind, payeeCode, disputed } = dispute;
  const { state, by: decidedBy, reason, effects } = ending;
  await endDispute(tx.db, disputeId, ending);
  tx.publish(disputeDecided, {
    disputeId,
    payeeKind,
    payeeCode,
    about: disputed.kind,
    outcome: state,
    reason,
  });
  return { ...dispute, state, decidedBy, reason, effects: [...effects], held: null, isOverdue: false };
}

/** @throws Problem DISPUTE_NOT_FOUND. */
function found(dispute: Dispute | undefined, disputeId: string): Dispute {
  if (dispute) return dispute;
  throw incentiveErrors.DISPUTE_NOT_FOUND({ detail: `no dispute has the id ${disputeId}` });
}
