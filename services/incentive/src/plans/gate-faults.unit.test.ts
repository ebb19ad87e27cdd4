import type { Component, Gate, GateTest } from '@quyu/incentive-contracts';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { planFaults } from './plans.js';

const score = (
  is: Extract<GateTest, { looksAt: 'fact' }>['is'],
  value: string,
  fact = 'score',
): GateTest => ({
  looksAt: 'fact',
  fact,
  is,
  value,
});
const gate = (code: string, test: GateTest, otherwise: Gate['otherwise'] = 'lose'): Gate => ({
  code,
  test,
  otherwise,
});
const flat = (code: string, ...gates: Gate[]): Component => ({
  kind: 'flat',
  code,
  payee: 'partner',
  rateBp: 100,
  gates,
});
const clawback = (code: string, windowDays?: number): Component => ({ kind: 'clawback', code, windowDays });
const faultsOf = (...components: Component[]) =>
  planFaults({ ...MAIN_JOB_PLAN, components }, () => []).map(({ pointer, code }) => [pointer, code]);

describe('the gates of a plan', () => {
  it.each([
    ['at least 80, at most 60', score('at-least', '80'), score('at-most', '60')],
    ['at most 9, at least 10 (as numbers, not as text)', score('at-most', '9'), score('at-least', '10')],
    ['gold, and anything but gold', score('equals', 'gold'), score('not-equals', 'gold')],
    ['gold and silver', score('equals', 'gold'), score('equals', 'silver')],
    ['70, and at least 80', score('equals', '70'), score('at-least', '80')],
  ])('are refused where nothing is %s', (_, first, second) => {
    expect(faultsOf(flat('a', gate('one', first), gate('two', second)))).toEqual([
      ['/body/components/0/gates/1/test', 'contradicts_gate'],
    ]);
    expect(faultsOf(flat('a', gate('one', first)), { kind: 'gate', ...gate('two', second) })).toEqual([
      ['/body/components/1/test', 'contradicts_gate'],
    ]);
  });

  it.each([
    ['the bounds are met by one value', score('at-least', '80'), gate('two', score('at-most', '80'))],
    ['they look at different facts', score('at-least', '80'), gate('two', score('at-most', '1', 'claims'))],
    [
      'the later one holds until it is met',
      score('at-least', '80'),
      gate('two', score('at-most', '60'), 'hold'),
    ],
  ])('are taken where %s', (_, first, second) => {
    expect(faultsOf(flat('a', gate('one', first), second))).toEqual([]);
  });

  it('may contradict each other on different components', () => {
    const low = flat('low', gate('one', score('at-most', '60')));
    const high = flat('high', gate('two', score('at-least', '80')));
    expect(faultsOf(low, high)).toEqual([]);
  });

  it('are refused where they ask for more or less of what is no number', () => {
    expect(faultsOf(flat('a', gate('one', score('at-least', 'gold'))))).toEqual([
      ['/body/components/0/gates/0/test/value', 'not_a_number'],
    ]);
  });
});

describe('the clawbacks of a plan', () => {
  it('may be one', () => expect(faultsOf(flat('a'), clawback('back', 30))).toEqual([]));

  it('are refused from the second on', () => {
    expect(faultsOf(flat('a'), clawback('back', 30), clawback('again', 60))).toEqual([
      ['/body/components/2', 'repeated_clawback'],
    ]);
  });
});
