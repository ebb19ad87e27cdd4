import type { partnerScored } from '@quyu/feedback-contracts';
import type { EventHandlers } from '@quyu/plugin-kit';
import type { accountAssigned, accountUnassigned } from '@quyu/territory-contracts';
import type { Tx } from '../context.js';
import { setGrades, setTerritories } from './standing-store.js';
import { gradeNewsIn, territoryNewsIn } from './standing.js';

type Consumed = typeof accountAssigned | typeof accountUnassigned | typeof partnerScored;

/** What other services find out about partners. */
export function partnerHandlers(): EventHandlers<Consumed, Tx> {
  return {
    'territory.account-assigned.v1': {
      batch: (events, tx) => setTerritories(tx.db, territoryNewsIn(events)),
    },
    'territory.account-unassigned.v1': {
      batch: (events, tx) => setTerritories(tx.db, territoryNewsIn(events)),
    },
    'feedback.partner-scored.v1': {
      batch: (events, tx) => setGrades(tx.db, gradeNewsIn(events)),
    },
  };
}
