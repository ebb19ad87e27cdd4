import type { partnerEnrolled } from '@quyu/partner-contracts';
import { type EventHandlers, latestByKey } from '@quyu/plugin-kit';
import type { accountAssigned, accountUnassigned, staffEnrolled } from '@quyu/territory-contracts';
import type { Tx } from '../context.js';
import { deleteTerritories, upsertPartners, upsertSalespeople, upsertTerritories } from './store.js';

type Heard =
  | typeof partnerEnrolled
  | typeof accountAssigned
  | typeof accountUnassigned
  | typeof staffEnrolled;

/** What other services say of partners, their territories and the people in the field. */
export const referenceHandlers = {
  'partner.enrolled.v1': {
    async batch(events, tx) {
      const rows = latest(events).map(({ partnerId, code, externalId, name }) => ({
        partner_id: partnerId,
        code,
        external_id: externalId,
        name,
      }));
      await upsertPartners(tx.db, rows);
    },
  },

  'territory.account-assigned.v1': {
    async batch(events, tx) {
      const rows = latest(events).map(({ subjectId, subjectCode, territoryCode, territoryName, path }) => ({
        partner_id: subjectId,
        territory_code: territoryCode,
        territory_name: territoryName,
        partner_code: subjectCode,
        path,
      }));
      await upsertTerritories(tx.db, rows);
    },
  },

  'territory.account-unassigned.v1': {
    async batch(events, tx) {
      await deleteTerritories(
        tx.db,
        events.map(({ data }) => data.subjectId),
      );
    },
  },

  'territory.staff-enrolled.v1': {
    async batch(events, tx) {
      const people = latest(events).map(({ code, name, managerCode }) => ({
        code,
        name,
        manager_code: managerCode,
      }));
      await upsertSalespeople(
        tx.db,
        latestByKey(people, ({ code }) => code),
      );
    },
  },
} satisfies EventHandlers<Heard, Tx>;

/** The last event of each aggregate: it says all there is to say. */
function latest<Data>(events: readonly { readonly aggregateId: string; readonly data: Data }[]): Data[] {
  return latestByKey(events, ({ aggregateId }) => aggregateId).map(({ data }) => data);
}
