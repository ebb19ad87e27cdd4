import { startTestHost, type TestHost } from '@quyu/testkit';
import {
  memberPlaced,
  type OrgMemberLine,
  orgUnitChanged,
  staffingResolved,
  staffingViolated,
  territoryApi,
} from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';

let app: TestHost;
let api: ReturnType<typeof clientOf>;
const clientOf = (host: TestHost) => host.client(territoryApi);
const roles = { reader: { title: { en: 'Reader', zh: '读者' }, permissions: ['territory:read'] } };

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory], roles });
  api = clientOf(app);
  const people = ['ann', 'bo', 'cy', 'di'].map((code) => ({ code, name: code, title: 'Rep', territoryCodes: [] }));
  await api.enrolStaff({ body: [...people, { code: 'ed', name: 'Ed', title: 'Rep', managerCode: 'bo', territoryCodes: [] }] });
  await api.enrolOrgUnits({
    body: [
      { code: 'east', kind: 'region', name: '华东', territoryCodes: ['cn-east'] },
      { code: 'hz', kind: 'city', name: '杭州', parentCode: 'east', territoryCodes: ['330100'] },
      { code: 'lake', kind: 'project', name: 'Lakeside', parentCode: 'hz', territoryCodes: [] },
    ],
  });
  await app.settle();
}); // prettier-ignore
afterAll(() => app.stop());

const place = (change: Partial<OrgMemberLine>): OrgMemberLine => ({
  unitCode: 'hz', staffCode: 'ann', position: 'lead', fullTime: true, sells: false, from: '2026-01-01', ...change,
}); // prettier-ignore

async function openViolations(within?: string) {
  const { items } = await api.listStaffingViolations({ query: within === undefined ? {} : { within } });
  return items.map(({ unitCode, ruleCode }) => `${unitCode}: ${ruleCode}`).toSorted();
}

describe('units and their people', () => {
  it('are listed by branch, kind and page, and told of', async () => {
    const below = await api.listOrgUnits({ query: { within: 'hz' } });
    expect(below.items.map(({ code }) => code)).toEqual(['hz', 'lake']);
    const first = await api.listOrgUnits({ query: { limit: 2 } });
    const rest = await api.listOrgUnits({ query: { cursor: first.next! } });
    expect(rest).toMatchObject({ items: [{ code: 'lake', path: ['east', 'hz', 'lake'] }], next: null });
    expect((await app.published(orgUnitChanged)).map(({ data }) => data.code)).toEqual(['east', 'hz', 'lake']);
    await expect(api.getOrgUnit({ params: { unitCode: 'nope' } })).rejects.toMatchObject({ code: 'ORG_UNIT_NOT_FOUND' });
  }); // prettier-ignore

  it('break rules until they are staffed, and each is told once', async () => {
    expect(await openViolations()).toEqual([
      'east: one-lead-per-region',
      'hz: one-lead-per-city',
      'lake: one-manager-per-project',
    ]);
    const summary = await api.placeMembers({
      body: [place({}), place({ staffCode: 'bo', unitCode: 'lake', position: 'manager', sells: true })],
    });
    expect(summary).toMatchObject({ created: 2, rejected: 0 });
    await app.settle();
    expect(await openViolations()).toEqual(['east: one-lead-per-region', 'lake: manager-does-not-sell']);
    expect(await openViolations('lake')).toEqual(['lake: manager-does-not-sell']);
    await api.placeMembers({ body: [place({ staffCode: 'bo', unitCode: 'lake', position: 'manager' })] });
    await app.settle();
    const told = async () => [
      (await app.published(staffingViolated)).map(({ data }) => data.ruleCode).toSorted(),
      (await app.published(staffingResolved)).map(({ data }) => data.ruleCode).toSorted(),
    ];
    expect(await told()).toEqual([
      ['manager-does-not-sell', 'one-lead-per-city', 'one-lead-per-region', 'one-manager-per-project'],
      ['manager-does-not-sell', 'one-lead-per-city', 'one-manager-per-project'],
    ]);
    const { items } = await api.listStaffingViolations({ query: { status: 'resolved', ruleCode: 'one-lead-per-city' } });
    expect(items).toMatchObject([{ actual: 0, min: 1, max: 1, resolvedOn: expect.any(String) }]);
  }); // prettier-ignore

  it('are checked anew by a rule that somebody sets', async () => {
    const { items } = await api.listStaffingRules({ query: {} });
    const rule = items.find(({ code }) => code === 'one-lead-per-region')!;
    const { code, version: _version, setAt: _setAt, ...draft } = rule;
    const same = await api.putStaffingRule({ params: { code }, body: draft });
    expect(same).toEqual(rule);
    const next = await api.putStaffingRule({ params: { code }, body: { ...draft, inForce: false } });
    expect(next.version).toBe(2);
    await app.settle();
    expect(await openViolations()).toEqual([]);
  });

  it('are refused with the place of the fault', async () => {
    const { rejections } = await api.placeMembers({
      body: [place({ unitCode: 'lake', from: '2026-05-01' }), place({ staffCode: 'nobody' })],
    });
    expect(rejections.map(({ line, faults }) => [line, faults[0]!.pointer, faults[0]!.code])).toEqual([
      [1, '/from', 'overlapping_membership'],
      [2, '/staffCode', 'unknown_staff'],
    ]);
    expect(await app.published(memberPlaced)).toHaveLength(3);
  });

  it('never hold a person twice when two place them at once', async () => {
    const both = await Promise.all(
      ['east', 'hz'].map((unitCode) => api.placeMembers({ body: [place({ staffCode: 'cy', unitCode })] })),
    );
    expect(both.reduce((sum, { created }) => sum + created, 0)).toBe(1);
  });
});

describe('a grant within a unit', () => {
  const staffWithin = async (id: string) => {
    const grants = [{ role: 'reader', within: { kind: 'org-unit', id } }];
    const { items } = await app.client(territoryApi, { subject: id, grants }).listStaff({ query: {} });
    return items.map(({ code }) => code);
  };

  it("shows the unit's members of today, those of units below, and who reports to them", async () => {
    expect(await staffWithin('lake')).toEqual(['bo', 'ed']);
    expect(await staffWithin('hz')).toContain('ann');
    expect(await staffWithin('east')).toEqual(['ann', 'bo', 'cy', 'ed']);
  });

  it('still shows who reports to a person', async () => {
    expect(await staffWithin('bo')).toEqual(['bo', 'ed']);
    expect(await staffWithin('nobody')).toEqual([]);
  });
});
