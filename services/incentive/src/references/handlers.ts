import type { partnerEnrolled } from '@quyu/partner-contracts';
import { type EventEnvelope, type EventHandlers, latestByKey } from '@quyu/plugin-kit';
import type { accountAssigned, accountUnassigned, staffEnrolled } from '@quyu/territory-contracts';
import { businessDateOf } from '../business-date.js';
import type { Context, Tx } from '../context.js';
import { deleteTerritories, upsertPartners, upsertSalespeople, upsertTerritories } from './store.js';
import { upsertPlaces, upsertReports } from './trees-store.js';

/** From which day on an event holds, and in which order of those of its day. */
type DayOf = (event: EventEnvelope) => { readonly valid_from: string; readonly version: number };

/** What other services say of partners, their territories and the people in the field; and from which business day on. */
export function referenceHandlers(ctx: Context) {
  const dayOf: DayOf = ({ time, aggregateVersion }) => ({
    valid_from: businessDateOf(new Date(time), ctx.config.timeZone),
    version: aggregateVersion,
  });
  return { ...partnerHandlers, ...placeHandlers(dayOf), ...staffHandlers(dayOf) };
}

const partnerHandlers = {
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
} satisfies EventHandlers<typeof partnerEnrolled, Tx>;

function placeHandlers(dayOf: DayOf) {
  return {
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
        const places = events.map((event) => ({
          partner_id: event.data.subjectId,
          path: event.data.path,
          ...dayOf(event),
        }));
        await upsertPlaces(tx.db, latestByKey(places, placeKey));
      },
    },
    'territory.account-unassigned.v1': {
      async batch(events, tx) {
        await deleteTerritories(tx.db, events.map(({ data }) => data.subjectId));
        const places = events.map((event) => ({ partner_id: event.data.subjectId, path: [], ...dayOf(event) }));
        await upsertPlaces(tx.db, latestByKey(places, placeKey));
      },
    },
  } satisfies EventHandlers<typeof accountAssigned | typeof accountUnassigned, Tx>;
} // prettier-ignore

function staffHandlers(dayOf: DayOf) {
  return {
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
  } satisfies EventHandlers<typeof staffEnrolled, Tx>;
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
