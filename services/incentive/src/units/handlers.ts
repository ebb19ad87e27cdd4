import { type EventHandlers, latestByKey } from '@quyu/plugin-kit';
import type { memberPlaced, orgUnitChanged } from '@quyu/territory-contracts';
import type { Tx } from '../context.js';
import { upsertMembers, upsertUnits } from './store.js';

/** Who is in which unit: by that, callers see quotas, sales and results whose grant is limited to a unit by its code. */
export const unitHandlers: EventHandlers<typeof orgUnitChanged | typeof memberPlaced, Tx> = {
  'territory.org-unit-changed.v1': {
    async batch(events, tx) {
      const units = events.map(({ data: { unitId, code, path } }) => ({ unit_id: unitId, code, path }));
      await upsertUnits(
        tx.db,
        latestByKey(units, ({ unit_id }) => unit_id),
      );
    },
  },
  'territory.member-placed.v1': {
    async batch(events, tx) {
      const members = events.map(({ data: { memberId, unitCode, staffCode, from, to } }) => ({
        member_id: memberId,
        unit_code: unitCode,
        staff_code: staffCode,
        from_date: from,
        to_date: to,
      }));
      await upsertMembers(
        tx.db,
        latestByKey(members, ({ member_id }) => member_id),
      );
    },
  },
};
