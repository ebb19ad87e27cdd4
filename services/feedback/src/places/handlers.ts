import { type EventHandlers, latestByKey } from '@quyu/plugin-kit';
import type { accountAssigned, accountUnassigned } from '@quyu/territory-contracts';
import type { Tx } from '../context.js';
import { deletePlaces, upsertPlaces } from './store.js';

/** Where partners are: by that, callers see theirs whose grant is limited to a territory. */
export const placeHandlers: EventHandlers<typeof accountAssigned | typeof accountUnassigned, Tx> = {
  'territory.account-assigned.v1': {
    async batch(events, tx) {
      const places = events.map(({ data: { subjectId, path } }) => ({ partner_id: subjectId, path }));
      await upsertPlaces(
        tx.db,
        latestByKey(places, ({ partner_id }) => partner_id),
      );
    },
  },
  'territory.account-unassigned.v1': {
    async batch(events, tx) {
      await deletePlaces(
        tx.db,
        events.map(({ data }) => data.subjectId),
      );
    },
  },
};
