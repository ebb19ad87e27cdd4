import { isDeepStrictEqual } from 'node:util';
import type { Fault, Judgement, Line } from '@quyu/plugin-kit';
import type { OrgUnit, OrgUnitLine, UnitKind } from '@quyu/territory-contracts';

/** What a chunk of lines comes to: a judgement each, and the units that are not as they were. */
export interface JudgedUnits {
  readonly judgements: readonly Judgement<OrgUnit>[];
  /** Those of the lines, and those below them whose path has changed; each once. */
  readonly changed: readonly OrgUnit[];
}

/** Kinds of which a unit's parent may be. Regions may be under a larger region, or under none. */
const PARENTS: Readonly<Record<UnitKind, UnitKind>> = { region: 'region', city: 'region', project: 'city' };

/**
 * Judges units to add or change in their order, so that a parent may come earlier in the same request.
 *
 * @param known every unit there is.
 */
export function judgeUnits(
  known: readonly OrgUnit[],
  lines: readonly Line<OrgUnitLine>[],
  newId: () => string,
): JudgedUnits {
  const before = new Map(known.map((unit) => [unit.code, unit]));
  const soFar = new Map(before);
  const judgements = lines.map(({ value: line }): Judgement<OrgUnit> => {
    const faults = faultsOf(line, soFar);
    if (faults.length > 0) return { kind: 'faulty', faults };
    const there = soFar.get(line.code);
    const value = unitOf(line, there?.unitId ?? newId(), pathAbove(line, soFar));
    if (isDeepStrictEqual(there, value)) return { kind: 'unchanged' };
    soFar.set(line.code, value);
    movePaths(soFar, value);
    return { kind: 'new', value };
  });
  const changed = [...soFar.values()].filter((unit) => !isDeepStrictEqual(unit, before.get(unit.code)));
  return { judgements, changed };
}

function unitOf(line: OrgUnitLine, unitId: string, above: readonly string[]): OrgUnit {
  const { code, kind, name, parentCode = null, opensOn = null, closesOn = null } = line;
  const territoryCodes = [...new Set(line.territoryCodes)];
  return { unitId, code, kind, name, parentCode, path: [...above, code], territoryCodes, opensOn, closesOn };
}

type Units = ReadonlyMap<string, OrgUnit>;

function pathAbove({ parentCode }: OrgUnitLine, units: Units): readonly string[] {
  return parentCode === undefined ? [] : (units.get(parentCode)?.path ?? []);
}

/** A unit that has moved takes all below it along. */
function movePaths(units: Map<string, OrgUnit>, moved: OrgUnit): void {
  for (const unit of units.values()) {
    const at = unit.path.indexOf(moved.code);
    if (at === -1 || unit.code === moved.code) continue;
    units.set(unit.code, { ...unit, path: [...moved.path, ...unit.path.slice(at + 1)] });
  }
}

function faultsOf(line: OrgUnitLine, units: Units): readonly Fault[] {
  const { opensOn, closesOn } = line;
  const reversed =
    opensOn !== undefined && closesOn !== undefined && closesOn < opensOn
      ? [faultAt('/closesOn', 'reversed_dates', `${closesOn} is before opensOn, ${opensOn}`)]
      : [];
  return [...parentFaults(line, units), ...childFaults(line, units), ...reversed];
}

function parentFaults({ code, kind, parentCode }: OrgUnitLine, units: Units): readonly Fault[] {
  const needed = PARENTS[kind];
  if (parentCode === undefined) {
    const message = `a ${kind} needs a ${needed} as its parent`;
    return kind === 'region' ? [] : [faultAt('/parentCode', 'missing_parent', message)];
  }
  const parent = units.get(parentCode);
  if (parentCode === code || parent?.path.includes(code)) return [cycle(code, parent?.path ?? [code])];
  if (!parent) return [faultAt('/parentCode', 'unknown_parent', `there is no unit "${parentCode}" so far`)];
  if (parent.kind === needed) return [];
  const message = `"${parentCode}" is a ${parent.kind}, and a ${kind} needs a ${needed} as its parent`;
  return [faultAt('/parentCode', 'wrong_parent', message)];
}

function cycle(code: string, path: readonly string[]): Fault {
  const ring = [...path.slice(path.indexOf(code)), code].join(' > ');
  return faultAt('/parentCode', 'cyclic_parents', `the unit would be above itself: ${ring}`);
}

function childFaults({ code, kind }: OrgUnitLine, units: Units): readonly Fault[] {
  const there = units.get(code);
  if (!there || there.kind === kind) return [];
  const child = [...units.values()].find((unit) => unit.parentCode === code && PARENTS[unit.kind] !== kind);
  if (!child) return [];
  const message = `the ${child.kind} "${child.code}" below it needs a ${PARENTS[child.kind]} as its parent`;
  return [faultAt('/kind', 'wrong_kind', message)];
}

function faultAt(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}
