import { PAGE_DEFAULT } from '@quyu/plugin-kit';
import { type Assignment, type Pin, territoryErrors } from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import { businessDateOf } from '../business-date.js';
import { settleFor } from './settlement.js';
import {
  deletePin,
  hasTerritory,
  lockSubject,
  selectConflicts,
  selectContest,
  selectPin,
  selectPins,
  upsertPin,
} from './store.js';

type PinOperations = 'putPin' | 'removePin' | 'listPins';
type ConflictOperations = 'listConflicts' | 'settleConflict';

/** What pinning needs of assigning. */
export interface Assigning {
  /** Assigns anew the accounts that a change touches. */
  readonly reassign: (tx: Tx, change: () => Promise<readonly string[]>) => Promise<void>;
  readonly assignmentOf: (db: Tx['db'], subjectId: string) => Promise<Assignment | undefined>;
}

/** Decisions of people on single accounts: each takes effect at once, and outlives the model. */
export function pinRoutes(ctx: Context, { reassign }: Assigning): RoutesOf<PinOperations> {
  return {
    async putPin({ params: { subjectId }, body, caller }, tx) {
      await reassign(tx, async () => {
        await assertKnown(tx, subjectId);
        if (!(await hasTerritory(tx.db, body.territoryCode))) throw unknownTerritory(body.territoryCode);
        await pin(ctx, tx, { subjectId, ...body, pinnedBy: caller.subject });
        return [subjectId];
      });
      return findPin(tx, subjectId);
    },

    async removePin({ params: { subjectId } }, tx) {
      await reassign(tx, async () => {
        await lockSubject(tx.db, subjectId);
        if (!(await deletePin(tx.db, subjectId))) throw noPin(subjectId);
        return [subjectId];
      });
    },

    listPins: ({ query }) => selectPins(ctx.db, query.cursor, query.limit ?? PAGE_DEFAULT),
  };
}

/** The queue of accounts for which several rules contend. */
export function conflictRoutes(
  ctx: Context,
  { reassign, assignmentOf }: Assigning,
): RoutesOf<ConflictOperations> {
  return {
    listConflicts: ({ query }) => selectConflicts(ctx.db, query.cursor, query.limit ?? PAGE_DEFAULT),

    async settleConflict({ params: { subjectId }, body: { ruleCode, reason }, caller }, tx) {
      await reassign(tx, async () => {
        await assertKnown(tx, subjectId);
        const contest = await selectContest(tx.db, subjectId);
        if (!contest) throw unknownSubject(subjectId);
        const territoryCode = settleFor(contest, ruleCode);
        await pin(ctx, tx, { subjectId, territoryCode, reason, pinnedBy: caller.subject });
        return [subjectId];
      });
      const assignment = await assignmentOf(tx.db, subjectId);
      if (!assignment) throw unknownSubject(subjectId);
      return assignment;
    },
  };
}

async function pin(
  ctx: Context,
  tx: Tx,
  {
    subjectId,
    territoryCode,
    reason,
    pinnedBy,
  }: Pick<Pin, 'subjectId' | 'territoryCode' | 'reason' | 'pinnedBy'>,
): Promise<void> {
  const pinnedOn = businessDateOf(ctx.now(), ctx.config.timeZone);
  await upsertPin(tx.db, {
    subject_id: subjectId,
    territory_code: territoryCode,
    reason,
    pinned_on: pinnedOn,
    pinned_by: pinnedBy,
  });
}

async function findPin(tx: Tx, subjectId: string): Promise<Pin> {
  const found = await selectPin(tx.db, subjectId);
  if (found) return found;
  throw noPin(subjectId);
}

async function assertKnown(tx: Tx, subjectId: string): Promise<void> {
  if (!(await lockSubject(tx.db, subjectId))) throw unknownSubject(subjectId);
}

function unknownSubject(subjectId: string) {
  return territoryErrors.SUBJECT_NOT_FOUND({ detail: `no account has the id ${subjectId}` });
}

function noPin(subjectId: string) {
  return territoryErrors.PIN_NOT_FOUND({ detail: `the account ${subjectId} is not pinned` });
}

function unknownTerritory(code: string) {
  const message = `neither the active model nor one in planning has a territory "${code}"`;
  const errors = [{ pointer: '/body/territoryCode', code: 'unknown_territory', message }];
  return territoryErrors.TERRITORY_NOT_FOUND({ detail: message, errors });
}
