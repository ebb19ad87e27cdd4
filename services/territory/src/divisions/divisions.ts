import type { Division, DivisionLevel } from '@quyu/territory-contracts';

/** Units by code, parents before children. */
export type Divisions = ReadonlyMap<string, Division>;

/** From the top. */
export const LEVELS: readonly DivisionLevel[] = ['province', 'city', 'district', 'street'];

/** How many digits a code needs to name a unit of each level; GB/T 2260 fills it up to six with zeros. */
const DIGITS: readonly number[] = [2, 4, 6, 9];

/**
 * Reads lines of code, Chinese and English name; the codes come without trailing zeros, e.g. `3301` for Hangzhou.
 *
 * @throws TypeError when a line is not of that form.
 */
export function parseDivisions(text: string): readonly Division[] {
  return text.trimEnd().split('\n').map(parseLine);
}

function parseLine(line: string, index: number): Division {
  const [prefix, name, englishName] = line.split('\t');
  const level = LEVELS[DIGITS.indexOf(prefix?.length ?? 0)];
  if (!prefix || !name || !englishName || !level)
    throw new TypeError(`line ${index + 1} is not a division with a code and two names: "${line}"`);
  return { code: fullCode(prefix), name, englishName, level, parentCode: parentOf(prefix), prefix };
}

function parentOf(prefix: string): string | null {
  const digits = DIGITS[DIGITS.indexOf(prefix.length) - 1];
  return digits === undefined ? null : fullCode(prefix.slice(0, digits));
}

function fullCode(prefix: string): string {
  return prefix.padEnd(6, '0');
}

/** A group of the statistics that is no place: the districts of a municipality, or counties that stand directly under a province. */
export function isGroup({ level, code }: Division): boolean {
  return level === 'city' && (/^(11|12|31|50)/.test(code) || code.slice(2, 4) === '90');
}

/** The units directly below one, or the provinces. Needs a list in the order of codes. */
export function childrenOf(divisions: Iterable<Division>, parentCode: string | null): readonly Division[] {
  return [...divisions].filter((division) => division.parentCode === parentCode);
}

/** From the province down to the unit itself; empty when the code is not known. */
export function lineageOf(divisions: Divisions, code: string): readonly Division[] {
  const division = divisions.get(code);
  if (!division) return [];
  return division.parentCode === null ? [division] : [...lineageOf(divisions, division.parentCode), division];
}

/** Why a well-formed code names no unit: which part of it is still known. */
export function explainUnknown(divisions: Divisions, code: string): string {
  const known = [9, 6, 4, 2]
    .filter((digits) => digits < code.length)
    .map((digits) => divisions.get(fullCode(code.slice(0, digits))))
    .find((division) => division !== undefined && division.code !== code);
  const within = known
    ? `${known.name} (${known.code}) is known, but has no such unit`
    : 'nor is its province';
  return `no administrative division has the code ${code}; ${within}`;
}
