import { isDeepStrictEqual } from 'node:util';
import { type Fault, platformErrors } from '@quyu/plugin-kit';
import type {
  OrgMember,
  OrgUnit,
  Position,
  StaffingRule,
  StaffingRuleDraft,
  StaffingViolation,
} from '@quyu/territory-contracts';
import { includesDay } from '../periods.js';
import { explainFinding } from './explanation.js';

/** Units with the people who are in them on one day. */
export interface Structure {
  readonly units: readonly OrgUnit[];
  readonly members: readonly OrgMember[];
}

/** What a rule finds: a violation that has no id and no day yet. */
export type Finding = Omit<StaffingViolation, 'violationId' | 'appearedOn' | 'resolvedOn'>;

/** The numbers of a finding, before they are put into words. */
export interface Numbers {
  readonly actual: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly staffCode: string | null;
  /** What a person has that they should not, in the rule's words. */
  readonly found?: string;
}

/** The part of a structure that is there on a day. */
export function structureOn({ units, members }: Structure, day: string): Structure {
  const open = units.filter(
    ({ opensOn, closesOn }) => (opensOn === null || opensOn <= day) && (closesOn === null || day <= closesOn),
  );
  return { units: open, members: members.filter((member) => includesDay(member, day)) };
}

/** Everything that the rules in force find, each once: by rule, unit and, where it is about one, person. */
export function findViolations(
  { units, members }: Structure,
  rules: readonly StaffingRule[],
): readonly Finding[] {
  const inForce = rules.filter((rule) => rule.inForce);
  const byUnit = Map.groupBy(members, ({ unitCode }) => unitCode);
  return units.flatMap((unit) => {
    const own = byUnit.get(unit.code) ?? [];
    const asked = inForce.filter(({ check }) => check.unitKind === unit.kind);
    return asked.flatMap((rule) => numbersOf(rule.check, own).map((each) => findingOf(rule, unit, each)));
  });
}

function findingOf(rule: StaffingRule, unit: OrgUnit, numbers: Numbers): Finding {
  const { actual, min, max, staffCode } = numbers;
  return {
    ruleCode: rule.code,
    ruleVersion: rule.version,
    unitCode: unit.code,
    unitKind: unit.kind,
    staffCode,
    actual,
    min,
    max,
    explanation: explainFinding(rule, unit, numbers),
  };
}

type Check = StaffingRule['check'];
type CheckOf<Kind extends Check['kind']> = Extract<Check, { readonly kind: Kind }>;

function numbersOf(check: Check, members: readonly OrgMember[]): readonly Numbers[] {
  switch (check.kind) {
    case 'headcount':
      return headcount(check, members);
    case 'threshold':
      return threshold(check, members);
    case 'group-size':
      return groupSizes(check, members);
    case 'grades':
      return grades(check, members);
    default:
      throw new TypeError(`unknown staffing rule: ${JSON.stringify(check satisfies never)}`);
  }
}

function headcount(check: CheckOf<'headcount'>, members: readonly OrgMember[]): readonly Numbers[] {
  const { position, fullTime, sells, min, max } = check;
  const actual = members.filter(
    (member) =>
      member.position === position &&
      (fullTime === undefined || member.fullTime === fullTime) &&
      (sells === undefined || member.sells === sells),
  ).length;
  return actual < min || actual > max ? [{ actual, min, max, staffCode: null }] : [];
}

/** The numbers are of the basis: so many there are, and so many there must be at least. */
function threshold(check: CheckOf<'threshold'>, members: readonly OrgMember[]): readonly Numbers[] {
  const actual = countOf(members, check.basis);
  if (countOf(members, check.position) === 0 || actual > check.moreThan) return [];
  return [{ actual, min: check.moreThan + 1, max: null, staffCode: null }];
}

function countOf(members: readonly OrgMember[], position: Position): number {
  return members.filter((member) => member.position === position).length;
}

function groupSizes({ min, max }: CheckOf<'group-size'>, members: readonly OrgMember[]): readonly Numbers[] {
  const leaders = members.filter(({ position }) => position === 'group-leader').map((each) => each.staffCode);
  const led = Map.groupBy(
    members.filter(({ leaderCode }) => leaderCode !== null),
    ({ leaderCode }) => leaderCode!,
  );
  const sizes = leaders.map((staffCode) => ({
    staffCode,
    actual: led.get(staffCode)?.length ?? 0,
    min,
    max,
  }));
  const strays = [...led]
    .filter(([leader]) => !leaders.includes(leader))
    .map(([staffCode, group]) => ({
      staffCode,
      actual: group.length,
      min: 0,
      max: 0,
      found: 'no group leader',
    }));
  return [...sizes.filter(({ actual }) => actual < min || actual > max), ...strays];
}

function grades(check: CheckOf<'grades'>, members: readonly OrgMember[]): readonly Numbers[] {
  return members
    .filter(({ position, grade }) => position === check.position && !check.grades.includes(grade ?? ''))
    .map(({ staffCode, grade }) => ({
      staffCode,
      actual: null,
      min: null,
      max: null,
      ...(grade === null ? {} : { found: grade }),
    }));
}

/**
 * The version of a rule that a draft comes to: the latest again when it says the same, else the next.
 *
 * @param latest the latest version under the same code.
 */
export function ruleVersionOf(
  latest: StaffingRule | undefined,
  code: string,
  draft: StaffingRuleDraft,
  setAt: string,
): StaffingRule {
  if (latest) {
    const { code: _code, version: _version, setAt: _setAt, ...said } = latest;
    if (isDeepStrictEqual(said, draft)) return latest;
  }
  return { code, version: (latest?.version ?? 0) + 1, ...draft, setAt };
}

/** @throws Problem INVALID_REQUEST when a rule asks for more than it allows. */
export function assertSatisfiable({ check }: StaffingRuleDraft): void {
  if (!('min' in check) || check.min <= check.max) return;
  const fault: Fault = {
    pointer: '/body/check/max',
    code: 'reversed_bounds',
    message: `${check.max} is less than min, ${check.min}`,
  };
  throw platformErrors.INVALID_REQUEST({ detail: `${fault.pointer}: ${fault.message}`, errors: [fault] });
}
