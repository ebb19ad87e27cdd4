import type { OrgMember, OrgUnit, Position, StaffingRule } from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedRules } from '../db/migrations/20261127_ship_staffing_rules.js';
import { followUp } from './follow-up.js';
import { assertSatisfiable, findViolations, ruleVersionOf, structureOn } from './staffing.js';

const rules: readonly StaffingRule[] = shippedRules.map((rule) => ({
  ...rule,
  version: 1,
  inForce: true,
  setAt: '2026-01-01T00:00:00Z',
}));

function unit(code: string, kind: OrgUnit['kind']): OrgUnit {
  return { unitId: code, code, kind, name: code, parentCode: null, path: [code], territoryCodes: [], opensOn: null, closesOn: null };
} // prettier-ignore

let people = 0;
function member(unitCode: string, position: Position, change: Partial<OrgMember> = {}): OrgMember {
  people += 1;
  const staffCode = `p${people}`;
  const grade = position === 'specialist' ? 'junior' : null;
  return { memberId: staffCode, unitCode, staffCode, position, grade, fullTime: true, sells: position === 'specialist', leaderCode: null, from: '2026-01-01', to: null, ...change };
} // prettier-ignore

/** A project by the rules: its manager, groups of the given sizes, and specialists in no group. */
function project(code: string, groups: readonly number[], ungrouped: number): readonly OrgMember[] {
  const led = groups.flatMap((size) => {
    const leader = member(code, 'group-leader', { sells: true });
    const group = Array.from({ length: size }, () => member(code, 'specialist', { leaderCode: leader.staffCode }));
    return [leader, ...group];
  });
  const others = Array.from({ length: ungrouped }, () => member(code, 'specialist'));
  return [member(code, 'manager'), ...led, ...others];
} // prettier-ignore

const found = (units: readonly OrgUnit[], members: readonly OrgMember[]) =>
  findViolations({ units, members }, rules).map(({ ruleCode, actual, staffCode }) => [
    ruleCode,
    actual,
    staffCode,
  ]);

describe('the shipped staffing rules', () => {
  it('ask for one full-time lead of a region and of a city', () => {
    const units = [unit('east', 'region'), unit('hz', 'city')];
    expect(found(units, [])).toEqual([
      ['one-lead-per-region', 0, null],
      ['one-lead-per-city', 0, null],
    ]);
    const partTime = member('east', 'lead', { fullTime: false });
    expect(found(units, [partTime, member('hz', 'lead'), member('hz', 'lead')])).toEqual([
      ['one-lead-per-region', 0, null],
      ['one-lead-per-city', 2, null],
    ]);
  });

  it('ask for one manager of a project, who does not sell', () => {
    const units = [unit('lake', 'project')];
    expect(found(units, [])).toEqual([['one-manager-per-project', 0, null]]);
    expect(found(units, [member('lake', 'manager', { sells: true })])).toEqual([
      ['manager-does-not-sell', 1, null],
    ]);
  });

  it.each([
    [12, [['group-leaders-from-13', 12, null]]],
    [13, []],
  ])('with %i specialists a project %j', (specialists, expected) => {
    expect(found([unit('lake', 'project')], project('lake', [6], specialists - 6))).toEqual(expected);
  });

  it.each([4, 7])('do not let a group leader lead %i', (size) => {
    const members = project('lake', [size], 20);
    expect(found([unit('lake', 'project')], members)).toEqual([
      ['groups-of-5-or-6', size, members[1]!.staffCode],
    ]);
  });

  it('find those who name a leader who is none', () => {
    const members = [...project('lake', [], 0), member('lake', 'specialist', { leaderCode: 'ghost' })];
    expect(found([unit('lake', 'project')], members)).toEqual([['groups-of-5-or-6', 1, 'ghost']]);
  });

  it('know three grades', () => {
    const odd = [member('lake', 'specialist', { grade: 'chief' }), member('lake', 'specialist', { grade: null })];
    const violations = findViolations({ units: [unit('lake', 'project')], members: [...project('lake', [], 0), ...odd] }, rules);
    expect(violations.map(({ explanation }) => explanation.en)).toEqual([
      `the project "lake" has the specialist "${odd[0]!.staffCode}" with the grade "chief"; the rule "three-grades" (version 1) asks for one of: senior, intermediate, junior`,
      `the project "lake" has the specialist "${odd[1]!.staffCode}" with no grade; the rule "three-grades" (version 1) asks for one of: senior, intermediate, junior`,
    ]);
  }); // prettier-ignore

  it('are explained with numbers, in both languages', () => {
    const [violation] = findViolations({ units: [unit('hz', 'city')], members: [] }, rules);
    expect(violation).toEqual({
      ruleCode: 'one-lead-per-city', ruleVersion: 1, unitCode: 'hz', unitKind: 'city', staffCode: null, actual: 0, min: 1, max: 1,
      explanation: {
        en: 'the city "hz" has 0 of: full-time lead; the rule "one-lead-per-city" (version 1) asks for exactly 1',
        zh: '城市“hz”有0名专职负责人;标准“one-lead-per-city”(第1版)要求恰好1名',
      },
    });
  }); // prettier-ignore

  it('find nothing in a structure that follows them, however large', () => {
    const groups = fc.array(fc.constantFrom(5, 6), { minLength: 3, maxLength: 5 });
    const size = fc.oneof(
      fc.record({ groups, ungrouped: fc.nat(10) }),
      fc.record({ groups: fc.constant([]), ungrouped: fc.nat(30) }),
    );
    fc.assert(
      fc.property(fc.array(size, { maxLength: 4 }), (sizes) => {
        const units = [unit('east', 'region'), unit('hz', 'city'), ...sizes.map((_, index) => unit(`p-${index}`, 'project'))];
        const teams = sizes.flatMap((each, index) => project(`p-${index}`, each.groups, each.ungrouped));
        const members = [member('east', 'lead'), member('hz', 'lead'), ...teams];
        expect(found(units, members)).toEqual([]);
        // One person too many, or too few, is found.
        expect(found(units, [...members, member('hz', 'lead')])).toHaveLength(1);
        expect(found(units, members.slice(1))).toHaveLength(1);
      }),
    );
  }); // prettier-ignore
});

describe('a rule', () => {
  it('that is not in force asks nothing', () => {
    const idle = rules.map((rule) => ({ ...rule, inForce: false }));
    expect(findViolations({ units: [unit('hz', 'city')], members: [] }, idle)).toEqual([]);
  });

  it('counts units and people of the day only', () => {
    const structure = {
      units: [{ ...unit('hz', 'city'), closesOn: '2026-06-30' }, { ...unit('sz', 'city'), opensOn: '2026-07-01' }],
      members: [member('hz', 'lead', { to: '2026-03-31' }), member('sz', 'lead', { from: '2026-07-02' })],
    };
    const on = (day: string) => findViolations(structureOn(structure, day), rules).map(({ unitCode }) => unitCode);
    expect([on('2026-03-31'), on('2026-04-01'), on('2026-07-01'), on('2026-07-02')]).toEqual([[], ['hz'], ['sz'], []]);
  }); // prettier-ignore

  it('has a next version only when it says something else', () => {
    const [first] = rules;
    const { code, version: _version, setAt, ...draft } = first!;
    expect(ruleVersionOf(first, code, structuredClone(draft), setAt)).toBe(first);
    expect(ruleVersionOf(first, code, { ...draft, inForce: false }, setAt)).toMatchObject({ version: 2 });
    expect(ruleVersionOf(undefined, 'new', draft, setAt)).toMatchObject({ code: 'new', version: 1 });
  });

  it('does not ask for more than it allows', () => {
    const check = { kind: 'group-size', unitKind: 'project', min: 7, max: 6 } as const;
    expect(() => assertSatisfiable({ title: { en: 'x', zh: 'x' }, inForce: true, check })).toThrow(
      '6 is less than min, 7',
    );
  });
});

describe('what follows a check', () => {
  const [lead] = findViolations({ units: [unit('hz', 'city')], members: [] }, rules);
  const newId = (): string => 'v1';

  it('tells what has appeared, keeps quiet while it lasts, and tells when it is gone', () => {
    const first = followUp([], [lead!], '2026-01-01', newId);
    expect(first).toMatchObject({ appeared: [{ appearedOn: '2026-01-01' }], resolved: [], altered: [] });
    expect(followUp(first.appeared, [lead!], '2026-01-02', newId)).toEqual({ appeared: [], resolved: [], altered: [] });
    const other = { ...lead!, actual: 2 };
    expect(followUp(first.appeared, [other], '2026-01-02', newId)).toMatchObject({ appeared: [], altered: [{ actual: 2, violationId: 'v1' }] });
    expect(followUp(first.appeared, [], '2026-01-03', newId)).toMatchObject({ appeared: [], resolved: [{ violationId: 'v1', resolvedOn: '2026-01-03' }] });
  }); // prettier-ignore
});
