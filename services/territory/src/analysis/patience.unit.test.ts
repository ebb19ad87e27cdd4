import type { RuleLine, Territory } from '@quyu/territory-contracts';
import { describe, expect, it } from 'vitest';
import { findGaps } from './gaps.js';
import { findOverlaps } from './overlaps.js';
import { workInSlices } from './slices.js';

const RULES = 10_000;
const CITIES = RULES / 5;

/** A country of cities: each has rules for itself and for what is sold there. */
const country = territory('cn', ['cn']);
const cities = Array.from({ length: CITIES }, (_, at) => territory(`c${at}`, ['cn', `c${at}`]));
const book = { territories: [country, ...cities], rules: cities.flatMap(({ code }) => rulesOf(code)) };

function territory(code: string, path: string[]): Territory {
  return { code, name: code, parentCode: path.at(-2) ?? null, level: path.length, path };
}

function rulesOf(city: string): RuleLine[] {
  return ['agent', 'dealer', 'direct', 'online', 'referral'].map((type) => ({
    code: `${city}-${type}`,
    territoryCode: city,
    priority: 1,
    condition: {
      all: [
        { attribute: 'geo.city', op: 'eq', value: city },
        { attribute: 'partner.type', op: 'eq', value: type },
      ],
    },
  }));
}

/** The longest step in milliseconds that this thread had the processor: neither a busy machine nor helping threads lengthen it. */
function longestStep(work: Generator<void, unknown>): number {
  let longest = 0;
  for (;;) {
    const before = process.threadCpuUsage();
    const { done } = work.next();
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    if (done) return longest;
  }
}

describe('the analysis of ten thousand rules', () => {
  it('keeps nobody waiting for longer than 200 ms', () => {
    expect(longestStep(findOverlaps(book, 100))).toBeLessThan(200);
    expect(longestStep(findGaps(book, () => [], 100))).toBeLessThan(200);
  }, 60_000);

  it('lets others have their turn again and again', async () => {
    let turns = 0;
    const others = setInterval(() => (turns += 1), 1);
    const { rules } = await workInSlices(findOverlaps(book, 100));
    clearInterval(others);
    expect(rules).toBe(RULES);
    expect(turns).toBeGreaterThan(5);
  }, 60_000);
});
