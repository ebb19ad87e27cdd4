import type { DataOf, EventContract, EventEnvelope, EventType } from '@quyu/plugin-kit';
import type { partnerEnrolled } from '@quyu/partner-contracts';
import type { accountAssigned, accountUnassigned, staffEnrolled } from '@quyu/territory-contracts';
import type { Tx } from '../context.js';
import { deleteTerritories, upsertPartners, upsertSalespeople, upsertTerritories } from './store.js';

type Heard<E extends EventContract> =
  E extends EventContract<infer Type extends EventType, unknown> ? EventEnvelope<DataOf<E>, Type> : never;

/** What other services say of partners, their territories and the people in the field. */
export const referenceHandlers = {
  'partner.enrolled.v1': {
    async batch(events: readonly Heard<typeof partnerEnrolled>[], tx: Tx): Promise<void> {
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
    async batch(events: readonly Heard<typeof accountAssigned>[], tx: Tx): Promise<void> {
      const rows = latest(events).map(({ subjectId, territoryCode, territoryName }) => ({
        partner_id: subjectId,
        territory_code: territoryCode,
        territory_name: territoryName,
      }));
      await upsertTerritories(tx.db, rows);
    },
  },

  'territory.account-unassigned.v1': {
    async batch(events: readonly Heard<typeof accountUnassigned>[], tx: Tx): Promise<void> {
      await deleteTerritories(
        tx.db,
        events.map(({ data }) => data.subjectId),
      );
    },
  },

  'territory.staff-enrolled.v1': {
    async batch(events: readonly Heard<typeof staffEnrolled>[], tx: Tx): Promise<void> {
      const byCode = new Map(latest(events).map(({ code, name }) => [code, { code, name }]));
      await upsertSalespeople(tx.db, [...byCode.values()]);
    },
  },
};

/** The last event of each aggregate: it says all there is to say. */
function latest<Data>(events: readonly { readonly aggregateId: string; readonly data: Data }[]): Data[] {
  return [...new Map(events.map(({ aggregateId, data }) => [aggregateId, data])).values()];
}
