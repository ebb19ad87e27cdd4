import type { Condition, RuleLine, Territory } from '@quyu/territory-contracts';

/** A market to divide: more rules mean more cities, so that about as many rules fit a subject, whatever their number. */
export interface AssignMarket {
  readonly territories: readonly Territory[];
  readonly rules: readonly RuleLine[];
}

/** What is known of a subject. */
export type Subject = Readonly<Record<string, string>>;

const PROVINCES = 31;
/** Rules of one city, of its districts and of its segments. */
const RULES_OF_A_CITY = 10;
const TYPES = ['agent', 'dealer', 'direct', 'distributor', 'ecommerce', 'referral'];
const HABITS = ['commuting', 'racing', 'touring', 'family'];
const BANDS = ['low', 'middle', 'upper', 'high'];
const DISTRICTS = 12;

/**
 * A tree of a country, its provinces and cities, and of each city two parts and three segments. All tests of the language
 * are used: equality, lists, prefixes, ranges, presence, groups and denials.
 */
export function createMarket(ruleCount: number): AssignMarket {
  const country = territory('cn', []);
  const provinces = Array.from({ length: PROVINCES }, (_, at) => territory(`p${at}`, ['cn']));
  const top = [
    rule('cn', 'cn', eq('geo.country', 'CN')),
    ...provinces.map(({ code }) => rule(code, code, eq('geo.province', code))),
  ];
  const cities = Math.max(1, Math.ceil((ruleCount - top.length) / RULES_OF_A_CITY));
  const areas = Array.from({ length: cities }, (_, city) => createCity(city));
  return {
    territories: [country, ...provinces, ...areas.flatMap((area) => area.territories)],
    rules: [...top, ...areas.flatMap((area) => area.rules)].slice(0, ruleCount),
  };
}

function createCity(number: number): AssignMarket {
  const city = `c${number}`;
  const path = ['cn', `p${number % PROVINCES}`];
  const inside = [...path, city];
  const parts = ['north', 'south', 'young', 'family', 'rich'].map((part) => `${city}-${part}`);
  const [north, south, young, family, rich] = parts as [string, string, string, string, string];
  const districts = (from: number): string[] =>
    Array.from({ length: DISTRICTS / 2 }, (_, at) => districtOf(number, from + at));
  const rules = [
    rule(city, city, { all: [eq('geo.country', 'CN'), eq('geo.city', city)] }),
    rule(north, north, { attribute: 'geo.district', op: 'in', values: districts(0) }),
    rule(south, south, { attribute: 'geo.district', op: 'in', values: districts(DISTRICTS / 2) }),
    rule(`${north}-post`, north, { attribute: 'geo.postal', op: 'prefix', value: postalOf(number, 1) }),
    rule(`${south}-post`, south, { attribute: 'geo.postal', op: 'prefix', value: postalOf(number, 2) }, 1),
    rule(young, young, { all: [range('segment.age', 18, 29), not(eq('segment.habit', 'family'))] }, 3),
    rule(family, family, { all: [eq('segment.habit', 'family'), range('segment.age', 25, 50)] }, 3),
    rule(rich, rich, { all: [range('segment.income', 40_000), isIn('partner.type', ['direct', 'dealer'])] }, 4),
    rule(
      `${rich}-contested`, rich,
      { all: [{ any: [isIn('segment.income-band', ['upper', 'high']), eq('partner.type', 'agent')] }, known('competitor.giant')] }, 5,
    ),
    rule(
      `${city}-account`, city,
      { all: [range('competitor.accounts', number * 100, number * 100 + 60), not(eq('partner.type', 'referral'))] }, 6,
    ),
  ]; // prettier-ignore
  return { territories: [territory(city, path), ...parts.map((part) => territory(part, inside))], rules };
}

/**
 * Subjects spread evenly over the market's cities, one in ten of them in a city that no rule names. The same number always
 * gives the same subject.
 */
export function createSubject(number: number, cities: number): Subject {
  const random = randomFrom(number);
  const city = random(cities + Math.ceil(cities / 10));
  const province = `p${city % PROVINCES}`;
  return {
    'geo.country': random(50) === 0 ? 'HK' : 'CN',
    'geo.province': province,
    'geo.city': `c${city}`,
    'geo.district': districtOf(city, random(DISTRICTS)),
    'geo.postal': `${postalOf(city, random(3))}${random(90) + 10}`,
    'segment.age': String(16 + random(60)),
    'segment.income': String(random(60_000)),
    'segment.income-band': BANDS[random(BANDS.length)]!,
    'segment.habit': HABITS[random(HABITS.length)]!,
    'competitor.accounts': String(city * 100 + random(100)),
    'partner.type': TYPES[random(TYPES.length)]!,
    ...(random(4) === 0 && { 'competitor.giant': String(random(5000)) }),
  };
}

/** How many cities a market of this size has. */
export function citiesOf({ territories }: AssignMarket): number {
  return territories.filter(({ level }) => level === 3).length;
}

/** A small generator of its own (mulberry32), so that every run measures the same. */
function randomFrom(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function territory(code: string, above: readonly string[]): Territory {
  return {
    code,
    name: code,
    parentCode: above.at(-1) ?? null,
    level: above.length + 1,
    path: [...above, code],
  };
}

function rule(code: string, territoryCode: string, condition: Condition, priority = 2): RuleLine {
  return { code, territoryCode, priority, condition };
}

function districtOf(city: number, district: number): string {
  return `${city * 100 + district}`;
}

function postalOf(city: number, part: number): string {
  return `${100_000 + city * 3 + part}`;
}

function eq(attribute: string, value: string): Condition {
  return { attribute, op: 'eq', value };
}

function isIn(attribute: string, values: readonly string[]): Condition {
  return { attribute, op: 'in', values };
}

function range(attribute: string, from: number, to?: number): Condition {
  return { attribute, op: 'range', from, to };
}

function known(attribute: string): Condition {
  return { attribute, op: 'exists' };
}

function not(condition: Condition): Condition {
  return { not: condition };
}
