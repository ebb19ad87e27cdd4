import { type Fault, platformErrors } from '@quyu/plugin-kit';
import type { Division, DivisionModelDraft, RuleLine, Territory } from '@quyu/territory-contracts';
import { type Divisions, explainUnknown, isGroup, LEVELS, lineageOf } from './divisions.js';

export type DivisionChoice = Pick<DivisionModelDraft, 'depth' | 'language' | 'within'>;

const ROOT = { code: 'CN', zh: '中国', en: 'China' } as const;
const LEVEL_NAMES = {
  zh: ['全国', '省', '市', '区县', '街道'],
  en: ['Country', 'Province', 'City', 'District', 'Subdistrict'],
} as const;
/** All rules alike: at equal priority the lower unit wins over those above it. */
const PRIORITY = 100;

/** Names of the model's levels from the top. */
export function levelNames({ depth, language }: DivisionChoice): readonly string[] {
  return LEVEL_NAMES[language].slice(0, LEVELS.indexOf(depth) + 2);
}

/** @throws Problem INVALID_REQUEST for units that are not known, or below the lowest level. */
export function assertChoice(divisions: Divisions, { depth, within = [] }: DivisionChoice): void {
  const errors = within.flatMap((code, index): readonly Fault[] => {
    const pointer = `/body/within/${index}`;
    const division = divisions.get(code);
    if (!division) return [{ pointer, code: 'unknown_division', message: explainUnknown(divisions, code) }];
    if (LEVELS.indexOf(division.level) <= LEVELS.indexOf(depth)) return [];
    const message = `${division.name} (${code}) is a ${division.level}, below the lowest level asked for, ${depth}`;
    return [{ pointer, code: 'too_deep', message }];
  });
  const [first] = errors;
  if (first)
    throw platformErrors.INVALID_REQUEST({
      detail: `${first.pointer}: ${first.message}`,
      errors: [...errors],
    });
}

/**
 * The territories and rules of a model of divisions: a territory a unit, and a rule a unit that takes whoever's
 * `geo.division` begins as the codes in it do. Where only a part of the country is wanted, what is above it has no rules.
 *
 * @param divisions parents before children.
 */
export function composeModel(
  divisions: Divisions,
  choice: DivisionChoice,
): { readonly territories: readonly Territory[]; readonly rules: readonly RuleLine[] } {
  const { language, within } = choice;
  const units = chooseUnits(divisions, choice);
  const root = { code: ROOT.code, name: ROOT[language], parentCode: null, level: 1, path: [ROOT.code] };
  const territories = units.map((unit) => territoryOf(divisions, unit, language));
  const ruled = within ? units.filter(({ prefix }) => isWithin(divisions, prefix, within)) : units;
  return { territories: [root, ...territories], rules: ruled.map(ruleOf) };
}

function chooseUnits(divisions: Divisions, { depth, within }: DivisionChoice): readonly Division[] {
  const levels = LEVELS.slice(0, LEVELS.indexOf(depth) + 1);
  const deepEnough = [...divisions.values()].filter(({ level }) => levels.includes(level));
  if (!within) return deepEnough;
  const above = new Set(within.flatMap((code) => lineageOf(divisions, code)));
  return deepEnough.filter((unit) => above.has(unit) || isWithin(divisions, unit.prefix, within));
}

function isWithin(divisions: Divisions, prefix: string, within: readonly string[]): boolean {
  return within.some((code) => prefix.startsWith(divisions.get(code)?.prefix ?? code));
}

function territoryOf(divisions: Divisions, unit: Division, language: 'zh' | 'en'): Territory {
  const path = [ROOT.code, ...lineageOf(divisions, unit.code).map(({ code }) => code)];
  const parentCode = unit.parentCode ?? ROOT.code;
  return { code: unit.code, name: nameOf(divisions, unit, language), parentCode, level: path.length, path };
}

/** A group says whose it is: its own name, 市辖区, could be anybody's. */
function nameOf(divisions: Divisions, unit: Division, language: 'zh' | 'en'): string {
  const own = language === 'zh' ? unit.name : unit.englishName;
  const parent = isGroup(unit) && unit.parentCode !== null ? divisions.get(unit.parentCode) : undefined;
  if (!parent) return own;
  return language === 'zh' ? `${parent.name}${own}` : `${parent.englishName} ${own}`;
}

function ruleOf({ code, prefix }: Division): RuleLine {
  const condition = { attribute: 'geo.division', op: 'prefix', value: prefix } as const;
  return { code, territoryCode: code, priority: PRIORITY, condition };
}
