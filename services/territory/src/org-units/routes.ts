import { latestByKey, type Line, newValues, PAGE_DEFAULT, takeLines } from '@quyu/plugin-kit';
import {
  memberPlaced,
  type OrgMemberLine,
  orgUnitChanged,
  type OrgUnitLine,
  territoryErrors,
} from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import { lockPeople, selectMemberPage, selectMembersOf, upsertMembers } from './member-store.js';
import { judgeMembers, keyOf } from './members.js';
import { judgeUnits } from './org-units.js';
import { lockUnits, selectUnit, selectUnitPage, selectUnitPaths, upsertUnits } from './store.js';

type Operations = 'enrolOrgUnits' | 'listOrgUnits' | 'getOrgUnit' | 'placeMembers' | 'listMembers';

/** @param changed is told that the structure is not as it was: what follows from it is out of date. */
export function orgUnitRoutes(ctx: Context, changed: (tx: Tx) => void): RoutesOf<Operations> {
  const newId = (): string => ctx.newId();
  return {
    enrolOrgUnits: ({ body }) =>
      takeLines(body, (lines) => ctx.transaction((tx) => takeUnits(tx, lines, newId, changed))),

    listOrgUnits: ({ query }) => selectUnitPage(ctx.db, { ...query, limit: query.limit ?? PAGE_DEFAULT }),

    async getOrgUnit({ params: { unitCode } }) {
      const unit = await selectUnit(ctx.db, unitCode);
      if (unit) return unit;
      throw territoryErrors.ORG_UNIT_NOT_FOUND({ detail: `there is no organisational unit "${unitCode}"` });
    },

    placeMembers: ({ body }) =>
      takeLines(body, (lines) => ctx.transaction((tx) => takeMembers(tx, lines, newId, changed))),

    listMembers: ({ query }) => selectMemberPage(ctx.db, { ...query, limit: query.limit ?? PAGE_DEFAULT }),
  };
}

async function takeUnits(
  tx: Tx,
  lines: readonly Line<OrgUnitLine>[],
  newId: () => string,
  changedStructure: (tx: Tx) => void,
) {
  const { judgements, changed } = judgeUnits(await lockUnits(tx.db), lines, newId);
  if (changed.length > 0) {
    await upsertUnits(tx.db, changed);
    for (const unit of changed) tx.publish(orgUnitChanged, unit);
    changedStructure(tx);
  }
  return judgements;
}

async function takeMembers(
  tx: Tx,
  lines: readonly Line<OrgMemberLine>[],
  newId: () => string,
  changedStructure: (tx: Tx) => void,
) {
  const staffCodes = [...new Set(lines.map(({ value }) => value.staffCode))];
  const staff = await lockPeople(tx.db, staffCodes);
  const members = await selectMembersOf(tx.db, staffCodes);
  const named = [...lines.map(({ value }) => value), ...members].map(({ unitCode }) => unitCode);
  const unitPaths = await selectUnitPaths(tx.db, [...new Set(named)]);
  const judged = judgeMembers({ members, staff, unitPaths }, lines, newId);
  const placed = latestByKey(newValues(judged), keyOf);
  if (placed.length > 0) {
    await upsertMembers(tx.db, placed);
    for (const member of placed) tx.publish(memberPlaced, member);
    changedStructure(tx);
  }
  return judged;
}
