import { latestByKey, type Line, newValues, PAGE_DEFAULT, takeLines } from '@quyu/plugin-kit';
import { type Staff, staffEnrolled, type StaffLine } from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import { judgeStaff } from './staff.js';
import { lockStaff, selectStaffPage, upsertStaff } from './store.js';

export function staffRoutes(ctx: Context): RoutesOf<'enrolStaff' | 'listStaff'> {
  return {
    enrolStaff: ({ body }) =>
      takeLines(body, (lines) => ctx.transaction((tx) => takeStaff(tx, lines, () => ctx.newId()))),

    listStaff: ({ query }) => selectStaffPage(ctx.db, query.cursor, query.limit ?? PAGE_DEFAULT),
  };
}

async function takeStaff(tx: Tx, lines: readonly Line<StaffLine>[], newId: () => string) {
  const codes = lines.map(({ value }) => value.code);
  const known = await lockStaff(tx.db, [...new Set(codes)]);
  const judged = judgeStaff(new Map(known.map((staff) => [staff.code, staff])), lines, newId);
  const latest = latestByKey(newValues(judged), ({ code }) => code);
  if (latest.length > 0) await enrol(tx, latest);
  return judged;
}

async function enrol(tx: Tx, staff: readonly Staff[]): Promise<void> {
  for (const { hiredOn: _hiredOn, ...announced } of await upsertStaff(tx.db, staff)) {
    tx.publish(staffEnrolled, announced);
  }
}
