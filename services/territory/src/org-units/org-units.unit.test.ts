import type { Line } from '@quyu/plugin-kit';
import type { OrgMember, OrgMemberLine, OrgUnit, OrgUnitLine } from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeMembers } from './members.js';
import { judgeUnits } from './org-units.js';

const newId = (): string => '0198c0de-0000-7000-8000-000000000001';

function linesOf<T>(values: readonly T[]): Line<T>[] {
  return values.map((value, index) => ({ line: index + 1, ok: true, value }));
}

function unit(code: string, kind: OrgUnitLine['kind'], parentCode?: string): OrgUnitLine {
  return { code, kind, name: code, territoryCodes: [], ...(parentCode === undefined ? {} : { parentCode }) };
}

function enrol(...lines: OrgUnitLine[]): readonly OrgUnit[] {
  return judgeUnits([], linesOf(lines), newId).changed;
}

function faultsOf(known: readonly OrgUnit[], line: OrgUnitLine) {
  const [judged] = judgeUnits(known, linesOf([line]), newId).judgements;
  return judged!.kind === 'faulty'
    ? judged!.faults.map(({ pointer, code }) => [pointer, code])
    : judged!.kind;
}

const tree = enrol(unit('all', 'region'), unit('east', 'region', 'all'), unit('hz', 'city', 'east'), unit('lake', 'project', 'hz')); // prettier-ignore

describe('the tree of units', () => {
  it('goes from regions by cities to projects, with the path of each', () => {
    expect(tree.map(({ path }) => path.join(' > '))).toEqual([
      'all',
      'all > east',
      'all > east > hz',
      'all > east > hz > lake',
    ]);
  });

  it('takes all below along when a unit moves', () => {
    const { changed } = judgeUnits(
      tree,
      linesOf([unit('south', 'region'), unit('hz', 'city', 'south')]),
      newId,
    );
    expect(changed.map(({ code, path }) => [code, path.join(' > ')])).toEqual([
      ['hz', 'south > hz'],
      ['lake', 'south > hz > lake'],
      ['south', 'south'],
    ]);
  });

  it('refuses a ring of parents and names it', () => {
    const [judged] = judgeUnits(tree, linesOf([unit('all', 'region', 'east')]), newId).judgements;
    expect(judged).toMatchObject({
      kind: 'faulty',
      faults: [{ pointer: '/parentCode', code: 'cyclic_parents', message: expect.stringContaining('all > east > all') }],
    });
    expect(faultsOf(tree, unit('all', 'region', 'all'))).toEqual([['/parentCode', 'cyclic_parents']]);
  }); // prettier-ignore

  it.each([
    ['a parent that nobody knows', unit('x', 'city', 'nowhere'), '/parentCode', 'unknown_parent'],
    ['a project under a region', unit('x', 'project', 'east'), '/parentCode', 'wrong_parent'],
    ['a city without a region', unit('x', 'city'), '/parentCode', 'missing_parent'],
    ['a kind that what is below does not fit', unit('hz', 'region'), '/kind', 'wrong_kind'],
    ['an end before the beginning', { ...unit('x', 'region'), opensOn: '2026-02-01', closesOn: '2026-01-31' }, '/closesOn', 'reversed_dates'],
  ] as const)('refuses %s', (_what, line, pointer, code) => {
    expect(faultsOf(tree, line)).toEqual([[pointer, code]]);
  }); // prettier-ignore

  it('changes nothing when the same comes again', () => {
    expect(judgeUnits(tree, linesOf([unit('hz', 'city', 'east')]), newId)).toEqual({
      judgements: [{ kind: 'unchanged' }],
      changed: [],
    });
  });

  it('never has a ring, whatever is asked of it', () => {
    const code = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const region = fc.record({ code, parentCode: fc.option(code, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(region, { maxLength: 20 }), (asked) => {
        const units = enrol(...asked.map((each) => unit(each.code, 'region', each.parentCode)));
        const byCode = new Map(units.map((each) => [each.code, each]));
        for (const each of units) {
          const above = each.parentCode === null ? [] : byCode.get(each.parentCode)!.path;
          expect(each.path).toEqual([...above, each.code]);
          expect(new Set(each.path).size).toBe(each.path.length);
        }
      }),
    );
  });
});

describe('members of units', () => {
  const paths = new Map(tree.map(({ code, path }) => [code, path]));
  const line = (change: Partial<OrgMemberLine> = {}): OrgMemberLine => ({
    unitCode: 'hz', staffCode: 'ann', position: 'lead', fullTime: true, sells: false, from: '2026-01-01', ...change,
  }); // prettier-ignore
  const place = (members: readonly OrgMember[], ...lines: OrgMemberLine[]) =>
    judgeMembers({ members, staff: new Set(['ann', 'bo']), unitPaths: paths }, linesOf(lines), newId);
  const outcome = (members: readonly OrgMember[], ...lines: OrgMemberLine[]) =>
    place(members, ...lines).map((judged) =>
      judged.kind === 'faulty' ? judged.faults[0]!.code : judged.kind,
    );

  it('leaves no room beside a full-time place, and says where that is', () => {
    const [first, second] = place([], line(), line({ unitCode: 'lake', position: 'specialist', from: '2026-03-01' }));
    expect(first!.kind).toBe('new');
    expect(second).toMatchObject({
      faults: [{ pointer: '/from', code: 'overlapping_membership', message: '"ann" is full-time lead of "all > east > hz" from 2026-01-01 on' }],
    });
  }); // prettier-ignore

  it('lets a person go on elsewhere once the place before has a last day', () => {
    const moved = [line(), line({ to: '2026-02-28' }), line({ unitCode: 'lake', from: '2026-03-01' })];
    expect(outcome([], ...moved)).toEqual(['new', 'new', 'new']);
    expect(outcome([], line({ to: '2026-03-01' }), line({ unitCode: 'lake', from: '2026-03-01' }))).toEqual([
      'new',
      'overlapping_membership',
    ]);
  });

  it('lets a person be part-time in two units, but not twice in one', () => {
    const part = line({ fullTime: false });
    expect(outcome([], part, { ...part, unitCode: 'lake' })).toEqual(['new', 'new']);
    expect(outcome([], part, { ...part, from: '2026-02-01', position: 'manager' })).toEqual([
      'new',
      'overlapping_membership',
    ]);
  });

  it.each([
    ['a unit that nobody knows', line({ unitCode: 'x' }), 'unknown_unit'],
    ['a person who is not enrolled', line({ staffCode: 'zoe' }), 'unknown_staff'],
    ['an end before the beginning', line({ to: '2025-12-31' }), 'reversed_dates'],
    ['a grade of somebody who has none', line({ grade: 'senior' }), 'no_grade'],
    ['a leader of oneself', line({ position: 'specialist', leaderCode: 'ann' }), 'no_leader'],
  ])('refuses %s', (_what, wrong, code) => {
    expect(outcome([], wrong)).toEqual([code]);
  });

  it('never has two full-time places of a person on one day, whatever is asked', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-01-${String(number).padStart(2, '0')}`);
    const asked = fc.record({ unitCode: fc.constantFrom('hz', 'lake', 'east'), from: day, to: fc.option(day, { nil: undefined }), fullTime: fc.boolean() });
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 12 }), day, (lines, on) => {
        const all = lines.map(({ to, ...each }) => line({ ...each, ...(to === undefined ? {} : { to }) }));
        const kept = new Map(place([], ...all).flatMap((judged) => (judged.kind === 'new' ? [[`${judged.value.unitCode} ${judged.value.from}`, judged.value] as const] : [])));
        const there = [...kept.values()].filter(({ from, to }) => from <= on && (to === null || on <= to));
        expect(there.length === 1 || there.every(({ fullTime }) => !fullTime)).toBe(true);
        expect(new Set(there.map(({ unitCode }) => unitCode)).size).toBe(there.length);
      }),
    );
  }); // prettier-ignore
});
