import type { partnerEnrolled } from '@quyu/partner-contracts';
import { type EventEnvelope, type EventHandlers, latestByKey } from '@quyu/plugin-kit';
import type { accountAssigned, accountUnassigned, staffEnrolled } from '@quyu/territory-contracts';
import { businessDateOf } from '../business-date.js';
import type { Context, Tx } from '../context.js';
import { deleteTerritories, upsertPartners, upsertSalespeople, upsertTerritories } from './store.js';
import { upsertPlaces, upsertReports } from './trees-store.js';

type Heard =
  | typeof partnerEnrolled
  | typeof accountAssigned
  | typeof accountUnassigned
  | typeof staffEnrolled;

/** What other services say of partners, their territories and the people in the field; and from which business day on. */
export function referenceHandlers(ctx: Context) {
  const dayOf = ({ time, aggregateVersion }: EventEnvelope) => ({
    valid_from: businessDateOf(new Date(time), ctx.config.timeZone),
    version: aggregateVersion,
  });
  return {
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
        await upsertPlaces(
          tx.db,
          latestByKey(
            events.map((event) => ({
              partner_id: event.data.subjectId,
              path: event.data.path,
              ...dayOf(event),
            })),
            placeKey,
          ),
        );
      },
    },

    'territory.account-unassigned.v1': {
      async batch(events, tx) {
        await deleteTerritories(
          tx.db,
          events.map(({ data }) => data.subjectId),
        );
        await upsertPlaces(
          tx.db,
          latestByKey(
            events.map((event) => ({ partner_id: event.data.subjectId, path: [], ...dayOf(event) })),
            placeKey,
          ),
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
        const reports = events.map((event) => ({
          code: event.data.code,
          manager_code: event.data.managerCode,
          ...dayOf(event),
        }));
        await upsertReports(
          tx.db,
          latestByKey(reports, ({ code, valid_from }) => `${valid_from} ${code}`),
        );
      },
    },
  } satisfies EventHandlers<Heard, Tx>;
}

function placeKey({
  partner_id,
  valid_from,
}: {
  readonly partner_id: string;
  readonly valid_from: string;
}): string {
  return `${valid_from} ${partner_id}`;
}

/** The last event of each aggregate: it says all there is to say. */
function latest<Data>(events: readonly { readonly aggregateId: string; readonly data: Data }[]): Data[] {
  return latestByKey(events, ({ aggregateId }) => aggregateId).map(({ data }) => data);
}
