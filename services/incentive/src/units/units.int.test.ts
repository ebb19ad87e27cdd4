import { startTestHost, type TestHost } from '@quyu/testkit';
import { memberPlaced, orgUnitChanged, staffEnrolled } from '@quyu/territory-contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { incentive } from '../plugin.js';

let app: TestHost;
const id = (number: number): string => `0198c0de-0000-7000-8000-${String(number).padStart(12, '0')}`;

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  const person = (number: number, code: string, managerCode: string | null) => ({
    staffId: id(number), code, name: code, title: 'Rep', managerCode, territoryCodes: [],
  }); // prettier-ignore
  await app.publish(staffEnrolled, person(1, 'ann', null), person(2, 'bo', 'ann'), person(3, 'cy', null));
  const unit = (number: number, code: string, path: string[]) => ({
    unitId: id(number), code, kind: 'region' as const, name: code, parentCode: path.at(-2) ?? null, path,
    territoryCodes: [], opensOn: null, closesOn: null,
  }); // prettier-ignore
  const member = (number: number, unitCode: string, staffCode: string, to: string | null) => ({
    memberId: id(number), unitCode, staffCode, position: 'lead' as const, grade: null, fullTime: true, sells: false,
    leaderCode: null, from: '2020-01-01', to,
  }); // prettier-ignore
  // A member may be heard of before the unit.
  await app.publish(memberPlaced, member(5, 'hz', 'ann', null), member(6, 'hz', 'cy', '2020-12-31'));
  await app.publish(orgUnitChanged, unit(7, 'east', ['east']), unit(8, 'hz', ['east', 'hz']), unit(9, 'west', ['west']));
  await app.settle();
}); // prettier-ignore
afterAll(() => app.stop());

it.each([
  ['hz', ['ann', 'bo']],
  ['east', ['ann', 'bo']],
  ['west', []],
  ['ann', ['ann', 'bo']],
  ['cy', ['cy']],
])(
  'within the unit %s are its members of today, those below, and who reports to them: %j',
  async (unit, people) => {
    const { rows } = await app
      .db('incentive')
      .query<{ code: string }>('select units_below(array[$1]) as code order by code', [unit]);
    expect(rows.map(({ code }) => code)).toEqual(people);
  },
);
