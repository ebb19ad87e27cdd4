import type { Condition, RuleLine, Territory } from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meets } from '../assignment/conditions.js';
import { decideNaively } from '../assignment/naive-decision.js';
import { model, subject } from '../testing/random-models.js';
import { explain } from './explanation.js';

const us: Territory = { code: 'us', name: 'US', parentCode: null, level: 1, path: ['us'] };
const west: Territory = { code: 'west', name: 'West', parentCode: 'us', level: 2, path: ['us', 'west'] };
const east: Territory = { code: 'east', name: 'East', parentCode: 'us', level: 2, path: ['us', 'east'] };
const territories = [us, west, east];
const american = rule('us', 'us', { attribute: 'geo.country', op: 'eq', value: 'US' });
const western = rule('west', 'west', { attribute: 'geo.province', op: 'in', values: ['WA', 'OR'] });
const eastern = rule('east', 'east', {
  all: [
    { attribute: 'geo.province', op: 'eq', value: 'NY' },
    { not: { attribute: 'partner.type', op: 'eq', value: 'agent' } },
  ],
});
const rules = [american, western, eastern];

describe('an explanation', () => {
  it('says that a more specific territory wins over the one above', () => {
    const reasons = explain({ territories, rules }, { 'geo.country': 'US', 'geo.province': 'WA' }, 5);
    expect(reasons).toMatchObject({ status: 'assigned', ruleCode: 'west', because: 'specificity' });
    expect(reasons.matched.map(({ ruleCode, outcome }) => [ruleCode, outcome])).toEqual([
      ['west', 'won'],
      ['us', 'less-specific'],
    ]);
    expect(reasons.summary.zh).toContain('west');
  });

  it('names the tests that kept a rule from applying, with what is known instead', () => {
    const { nearest } = explain({ territories, rules: [american, eastern] }, eastOf('agent'), 1);
    expect(nearest).toEqual([
      {
        ruleCode: 'east',
        territoryCode: 'east',
        priority: 1,
        failed: [
          {
            ruleCode: 'east',
            pointer: '/condition/all/1/not',
            attribute: 'partner.type',
            expected: 'not = agent',
            actual: 'agent',
          },
        ],
      },
    ]);
  });

  it('blames the territory above where that does not take the subject', () => {
    const { because, nearest } = explain({ territories, rules }, { 'geo.province': 'WA' }, 1);
    expect(because).toBe('none');
    expect(nearest[0]).toMatchObject({
      ruleCode: 'west',
      failed: [{ ruleCode: 'us', attribute: 'geo.country', expected: '= US', actual: null }],
    });
  });

  it('lists all who tie on a conflict', () => {
    const everybody = rule('all', 'east', { attribute: 'geo.country', op: 'exists' });
    const tie = explain(
      { territories, rules: [western, everybody] },
      { 'geo.country': 'CA', 'geo.province': 'OR' },
      0,
    );
    expect(tie).toMatchObject({
      status: 'conflict',
      because: 'tie',
      contenders: ['all', 'west'],
      nearest: [],
    });
    expect(tie.matched.map(({ outcome }) => outcome)).toEqual(['tied', 'tied']);
  });

  it('tells that a person put it there, and what the rules would have said', () => {
    const pinned = { because: 'pin', territoryCode: 'east', ruleCode: 'pin' } as const;
    const reasons = explain({ territories, rules }, { 'geo.country': 'US', 'geo.province': 'WA' }, 0, pinned);
    expect(reasons).toMatchObject({ status: 'assigned', territoryCode: 'east', because: 'pin' });
    expect(reasons.matched.map(({ outcome }) => outcome)).toEqual(['overruled', 'overruled']);
  });

  it('comes to the decision that assigning comes to', () => {
    fc.assert(
      fc.property(model, subject, (book, attributes) => {
        expect(explain(book, attributes, 3)).toMatchObject(decideNaively(book, attributes));
      }),
    );
  });

  it('names tests that really fail, and at least one of each rule that does not apply', () => {
    fc.assert(
      fc.property(model, subject, (book, attributes) => {
        const { matches, nearest } = explain(book, attributes, 50);
        expect(matches + nearest.length).toBe(book.rules.length);
        for (const { failed } of nearest) {
          expect(failed.length).toBeGreaterThan(0);
          for (const { ruleCode } of failed) {
            const { condition } = book.rules.find(({ code }) => code === ruleCode)!;
            expect(meets(condition, attributes)).toBe(false);
          }
        }
      }),
    );
  });
});

function rule(code: string, territoryCode: string, condition: Condition): RuleLine {
  return { code, territoryCode, priority: 1, condition };
}

function eastOf(type: string) {
  return { 'geo.country': 'US', 'geo.province': 'NY', 'partner.type': type };
}
