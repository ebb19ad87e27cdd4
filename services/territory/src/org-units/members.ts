import { type Fault, type Judgement, judgeReplacements, type Line } from '@quyu/plugin-kit';
import type { OrgMember, OrgMemberLine } from '@quyu/territory-contracts';
import { endsBeforeItBegins, overlap } from '../periods.js';

/** What a person's new place must fit. */
export interface MemberSurroundings {
  /** Every place that the people of the lines have. */
  readonly members: readonly OrgMember[];
  /** Those of the lines' people who are enrolled. */
  readonly staff: ReadonlySet<string>;
  /** Paths of the units that the lines and members name, by code. */
  readonly unitPaths: ReadonlyMap<string, readonly string[]>;
}

/**
 * Judges places in their order. A person has one place in a unit at a time; a full-time place leaves no room for another anywhere.
 * Unit, person and first day name a place: a line with the same three changes it, e.g. gives it a last day.
 */
export function judgeMembers(
  { members, staff, unitPaths }: MemberSurroundings,
  lines: readonly Line<OrgMemberLine>[],
  newId: () => string,
): readonly Judgement<OrgMember>[] {
  const soFar = new Map(members.map((member) => [keyOf(member), member]));
  return lines.flatMap((line) => {
    const [judged] = judgeReplacements(soFar, [line], {
      keyOf,
      valueOf: (value, there) => memberOf(value, there?.memberId ?? newId()),
      faultsOf: (value) => [
        ...ownFaults(value, staff, unitPaths),
        ...overlapFaults(value, [...soFar.values()], unitPaths),
      ],
    });
    if (judged!.kind === 'new') soFar.set(keyOf(line.value), judged!.value);
    return judged!;
  });
}

/** Names a place. */
export function keyOf({ unitCode, staffCode, from }: OrgMemberLine | OrgMember): string {
  return JSON.stringify([unitCode, staffCode, from]);
}

function memberOf(line: OrgMemberLine, memberId: string): OrgMember {
  const { grade = null, leaderCode = null, to = null, ...rest } = line;
  return { memberId, ...rest, grade, leaderCode, to };
}

function ownFaults(
  line: OrgMemberLine,
  staff: ReadonlySet<string>,
  units: ReadonlyMap<string, unknown>,
): readonly Fault[] {
  const { unitCode, staffCode, position, grade, leaderCode, from, to } = line;
  const checks: readonly (readonly [boolean, string, string, string])[] = [
    [!units.has(unitCode), '/unitCode', 'unknown_unit', `there is no unit "${unitCode}"`],
    [!staff.has(staffCode), '/staffCode', 'unknown_staff', `nobody is enrolled as "${staffCode}"`],
    [endsBeforeItBegins({ from, to }), '/to', 'reversed_dates', `${to} is before from, ${from}`],
    [grade !== undefined && position !== 'specialist', '/grade', 'no_grade', `a ${position} has no grade`],
    [
      leaderCode !== undefined && (position !== 'specialist' || leaderCode === staffCode),
      '/leaderCode',
      'no_leader',
      'only a specialist is led by a group leader, who is somebody else',
    ],
  ];
  return checks.flatMap(([isFault, pointer, code, message]) => (isFault ? [{ pointer, code, message }] : []));
}

function overlapFaults(
  line: OrgMemberLine,
  members: readonly OrgMember[],
  paths: ReadonlyMap<string, readonly string[]>,
): readonly Fault[] {
  const other = members.find((member) => excludes(line, member));
  if (!other) return [];
  const at = (paths.get(other.unitCode) ?? [other.unitCode]).join(' > ');
  const time = `from ${other.from} ${other.to === null ? 'on' : `to ${other.to}`}`;
  const kind = other.fullTime ? 'full-time' : 'part-time';
  const message = `"${line.staffCode}" is ${kind} ${other.position} of "${at}" ${time}`;
  return [{ pointer: '/from', code: 'overlapping_membership', message }];
}

function excludes(line: OrgMemberLine, member: OrgMember): boolean {
  if (line.staffCode !== member.staffCode || keyOf(line) === keyOf(member)) return false;
  const rivals = line.unitCode === member.unitCode || line.fullTime || member.fullTime;
  return rivals && overlap(line, member);
}
