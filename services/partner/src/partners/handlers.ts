import type { EventContract, EventEnvelope } from '@quyu/plugin-kit';
import type { partnerScored } from '@quyu/feedback-contracts';
import type { accountAssigned, accountUnassigned } from '@quyu/territory-contracts';
import type { Tx } from '../context.js';
import { setGrades, setTerritories } from './standing-store.js';
import { gradeNewsIn, territoryNewsIn } from './standing.js';

type Events<E> =
  E extends EventContract<infer Type, infer Data> ? readonly EventEnvelope<Data, Type>[] : never;

/** What other services find out about partners. */
export function partnerHandlers() {
  return {
    'territory.account-assigned.v1': {
      batch: (events: Events<typeof accountAssigned>, tx: Tx) =>
        setTerritories(tx.db, territoryNewsIn(events)),
    },
    'territory.account-unassigned.v1': {
      batch: (events: Events<typeof accountUnassigned>, tx: Tx) =>
        setTerritories(tx.db, territoryNewsIn(events)),
    },
    'feedback.partner-scored.v1': {
      batch: (events: Events<typeof partnerScored>, tx: Tx) => setGrades(tx.db, gradeNewsIn(events)),
    },
  };
}
