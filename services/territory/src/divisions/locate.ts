import type { Division } from '@quyu/territory-contracts';
import { type Divisions, isGroup } from './divisions.js';

/** What an address says of where it is. */
export interface Whereabouts {
  readonly country: string;
  readonly province: string;
  readonly city: string;
  readonly street?: string | undefined;
}

/** The units below each unit by the ways to write their names; `undefined` where two are written alike. */
export interface NameIndex {
  readonly divisions: Divisions;
  readonly below: ReadonlyMap<string, ReadonlyMap<string, Division | undefined>>;
}

const COUNTRY = '';
/** These have a country code of their own beside that of the division. */
const BY_COUNTRY: Readonly<Record<string, string>> = { TW: '710000', HK: '810000', MO: '820000' };

/** Groups are left out: what is in them counts as directly below what they are in. */
export function indexNames(divisions: Divisions): NameIndex {
  const below = new Map<string, Map<string, Division | undefined>>();
  const add = (parentCode: string, name: string, division: Division): void => {
    const names = below.get(parentCode) ?? new Map<string, Division | undefined>();
    below.set(parentCode, names);
    const there = names.get(name);
    names.set(name, names.has(name) && there !== division ? undefined : division);
  };
  for (const division of divisions.values()) {
    if (isGroup(division)) continue;
    for (const name of namesOf(division)) add(placeAbove(divisions, division) ?? COUNTRY, name, division);
    // Addresses name a county-level city without the prefecture above it: 浙江省义乌市.
    const province = `${division.code.slice(0, 2)}0000`;
    if (division.level === 'district') add(`${province}/any`, division.name, division);
  }
  return { divisions, below };
}

function placeAbove(divisions: Divisions, { parentCode }: Division): string | null {
  const parent = parentCode === null ? undefined : divisions.get(parentCode);
  return parent && isGroup(parent) ? parent.parentCode : parentCode;
}

const SHORT = /(省|市|(壮族|回族|维吾尔)?自治区|特别行政区|地区|盟)$/;

/** Provinces and cities are also written short, as 浙江; of districts that would be ambiguous too often. */
function namesOf({ name, englishName, level }: Division): readonly string[] {
  const full = [name, englishName.toLowerCase()];
  if (level === 'district') return full;
  const short = name.replace(SHORT, '');
  const more = level === 'province' ? [`${full[1]} province`] : [`${full[1]} city`];
  return [...full, ...(short.length > 1 ? [short] : []), ...more];
}

/**
 * The most exact division that an address tells, by its codes or its names, Chinese or English. A district is also found where
 * the city's or the street's text begins with it, as Chinese addresses do: 杭州市西湖区, 西湖区文三路 1 号.
 *
 * @returns a code of six or nine digits, or undefined when not even the province is known.
 */
export function locate(index: NameIndex, address: Whereabouts): string | undefined {
  const ofItsOwn = BY_COUNTRY[address.country];
  if (ofItsOwn !== undefined) return ofItsOwn;
  if (address.country !== 'CN') return undefined;
  const coded = codeIn(index, address.city) ?? codeIn(index, address.province);
  const province = coded ?? index.below.get(COUNTRY)?.get(address.province.trim().toLowerCase())?.code;
  if (province === undefined) return undefined;
  return [address.city, address.street ?? ''].reduce((code, text) => follow(index, code, text), province);
}

/** A subdistrict's code counts when its district is known: the list of subdistricts is not needed for that. */
function codeIn({ divisions }: NameIndex, text: string): string | undefined {
  if (!/^\d{6}(\d{3})?$/.test(text)) return undefined;
  return divisions.has(text.slice(0, 6)) ? text : undefined;
}

/** Goes down the tree as far as the text names a unit. */
function follow(index: NameIndex, from: string, text: string): string {
  let code = from;
  for (const part of text.split(/[,，\s]*[,，][,，\s]*/)) {
    let rest = part.trim().toLowerCase();
    for (let step = descend(index, code, rest); step; step = descend(index, code, rest)) [code, rest] = step;
  }
  return code;
}

function descend(index: NameIndex, from: string, text: string): readonly [string, string] | undefined {
  if (text === '') return undefined;
  const here = index.divisions.get(from);
  // A municipality is its own city: 北京市, 北京市.
  if (here && text.startsWith(here.name)) return [from, text.slice(here.name.length)];
  const names = index.below.get(from);
  const exact = names?.get(text) ?? index.below.get(`${from}/any`)?.get(text);
  if (exact) return [exact.code, ''];
  const begun = [...(names?.values() ?? [])].find((division) => division && text.startsWith(division.name));
  return begun && [begun.code, text.slice(begun.name.length)];
}
