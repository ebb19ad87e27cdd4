import type { Condition, RuleLine } from '@quyu/territory-contracts';
import { describe, expect, it } from 'vitest';
import { combineDimensions } from '../dimensions/dimensions.js';
import { judgeRules } from './rules.js';

const inAmerica: Condition = { attribute: 'geo.country', op: 'eq', value: 'US' };
const american: RuleLine = { code: 'us', territoryCode: 'us', priority: 1, condition: inAmerica };

describe('adding rules', () => {
  it('takes a rule of a territory of the model', () => {
    expect(judge([american])).toEqual([{ kind: 'new', value: american }]);
  });

  it('takes the same rule again as unchanged, whatever the order of its fields', () => {
    const again = {
      condition: { value: 'US', op: 'eq', attribute: 'geo.country' },
      priority: 1,
      territoryCode: 'us',
      code: 'us',
    } as const;
    expect(judge([american, again])).toMatchObject([{ kind: 'new' }, { kind: 'unchanged' }]);
  });

  it('refuses a known code with other content', () => {
    expect(judge([american, { ...american, priority: 2 }])[1]).toMatchObject({
      kind: 'faulty',
      faults: [{ pointer: '/code', code: 'duplicate_code' }],
    });
  });

  it('refuses a territory the model does not have', () => {
    expect(judge([{ ...american, territoryCode: 'eu' }])).toMatchObject([
      { kind: 'faulty', faults: [{ pointer: '/territoryCode', code: 'unknown_territory' }] },
    ]);
  });

  it.each<[string, Condition, string, string]>([
    [
      'an unknown dimension',
      { attribute: 'weather.rain', op: 'exists' },
      '/condition/attribute',
      'unknown_dimension',
    ],
    [
      'a misspelt attribute',
      { attribute: 'geo.contry', op: 'exists' },
      '/condition/attribute',
      'unknown_attribute',
    ],
    [
      'a range without bounds',
      { all: [inAmerica, { attribute: 'segment.age', op: 'range' }] },
      '/condition/all/1',
      'empty_range',
    ],
    [
      'a range the wrong way round',
      { any: [{ not: { attribute: 'segment.age', op: 'range', from: 30, to: 20 } }] },
      '/condition/any/0/not/from',
      'reversed_range',
    ],
    [
      'what can never match',
      { all: [inAmerica, { all: [inAmerica, { attribute: 'geo.country', op: 'prefix', value: 'C' }] }] },
      '/condition/all/1/all/1',
      'never_matches',
    ],
  ])('says where %s is', (_, condition, pointer, code) => {
    expect(judge([{ ...american, condition }])).toMatchObject([
      { kind: 'faulty', faults: [{ pointer, code }] },
    ]);
  });

  it('refuses a condition nested deeper than anybody would write', () => {
    let condition: Condition = inAmerica;
    for (let depth = 1; depth < 20; depth += 1) condition = { not: condition };
    expect(judge([{ ...american, condition }])).toMatchObject([{ kind: 'new' }]);
    expect(judge([{ ...american, condition: { not: condition } }])).toMatchObject([
      { kind: 'faulty', faults: [{ pointer: `/condition${'/not'.repeat(20)}`, code: 'too_deep' }] },
    ]);
  });

  it('tells every fault of a rule', () => {
    const condition: Condition = { any: [{ attribute: 'weather.rain', op: 'range', from: 2, to: 1 }] };
    const [judgement] = judge([{ ...american, territoryCode: 'eu', condition }]);
    expect(judgement).toMatchObject({
      faults: [{ code: 'unknown_territory' }, { code: 'unknown_dimension' }, { code: 'reversed_range' }],
    });
  });
});

function judge(rules: readonly RuleLine[]) {
  const surroundings = {
    rules: new Map<string, RuleLine>(),
    territories: new Set(['us']),
    dimensions: combineDimensions([]),
  };
  return judgeRules(
    surroundings,
    rules.map((value, index) => ({ line: index + 1, ok: true, value })),
  );
}
