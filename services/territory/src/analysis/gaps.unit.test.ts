import type { Condition, RuleLine, Territory } from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleBook } from '../assignment/linked-rules.js';
import { decideNaively } from '../assignment/naive-decision.js';
import { combineDimensions } from '../dimensions/dimensions.js';
import { model } from '../testing/random-models.js';
import { findGaps } from './gaps.js';

const cn: Territory = { code: 'cn', name: '中国', parentCode: null, level: 1, path: ['cn'] };
const zj: Territory = { code: 'zj', name: '浙江', parentCode: 'cn', level: 2, path: ['cn', 'zj'] };
const { valuesOf } = combineDimensions([]);

describe('gaps in the rules', () => {
  it('are known values that no rule covers', () => {
    const types = ['direct', 'agent', 'distributor', 'dealer', 'ecommerce'];
    const found = gapsOf([rule({ attribute: 'partner.type', op: 'in', values: types })]);
    expect(found).toMatchObject({ complete: true, regions: 6 });
    expect(found.gaps).toEqual([
      {
        attribute: 'partner.type', region: 'value', value: 'referral', isWhole: true, example: { 'partner.type': 'referral' },
      },
    ]); // prettier-ignore
  });

  it('are none where every known value is covered', () => {
    const agent: Condition = { attribute: 'partner.type', op: 'eq', value: 'agent' };
    expect(gapsOf([rule(agent), rule({ not: agent }, 'others')]).gaps).toEqual([]);
  });

  it('lie between ranges, below the first and above the last', () => {
    const { gaps } = gapsOf([
      rule({ attribute: 'segment.age', op: 'range', from: 18, to: 29 }),
      rule({ attribute: 'segment.age', op: 'range', from: 40, to: 60 }, 'older'),
    ]);
    expect(gaps.map(({ from, to, example }) => [from, to, example['segment.age']])).toEqual([
      [null, 18, '17'],
      [29, 40, '34'],
      [60, null, '61'],
    ]);
  });

  it('are told with a subject when rules cover a value only in part', () => {
    const inZhejiang: Condition = { attribute: 'geo.province', op: 'eq', value: '浙江省' };
    const online: Condition = { attribute: 'partner.type', op: 'eq', value: 'ecommerce' };
    const { gaps } = gapsOf([rule({ all: [inZhejiang, { not: online }] })]);
    expect(gaps).toContainEqual({
      attribute: 'geo.province',
      region: 'value',
      value: '浙江省',
      isWhole: false,
      example: { 'geo.province': '浙江省', 'partner.type': 'ecommerce' },
    });
  });

  it('do not put a city into a province where no rule puts it', () => {
    const place = (province: string, city: string): Condition => ({
      all: [
        { attribute: 'geo.province', op: 'eq', value: province },
        { attribute: 'geo.city', op: 'eq', value: city },
      ],
    });
    const rules = [rule(place('浙江省', '杭州市')), rule(place('江苏省', '南京市'), 'js')];
    expect(gapsOf(rules).gaps).toEqual([]);
  });

  it('have examples that no rule matches', () => {
    fc.assert(
      fc.property(model, (book) => {
        for (const { example } of analyse(book).gaps) expect(decideNaively(book, example).status).toBe('gap');
      }),
      { numRuns: 500 },
    );
  });
});

function gapsOf(rules: readonly RuleLine[]) {
  return analyse({ territories: [cn, zj], rules });
}

function analyse(book: RuleBook) {
  const work = findGaps(book, valuesOf, 1000);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function rule(condition: Condition, code = 'rule'): RuleLine {
  return { code, territoryCode: 'zj', priority: 1, condition };
}
