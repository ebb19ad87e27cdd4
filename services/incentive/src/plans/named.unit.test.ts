import type { Component, PlanDraft } from '@quyu/incentive-contracts';
import { describe, expect, it } from 'vitest';
import { periodNamed } from '../calculation/pay-periods.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { namesIn, unknownFaults } from './named.js';
import { nextPlan, planFaults } from './plans.js';
import { settledFaults } from './settled-faults.js';

const factTest = (fact: string) => ({ looksAt: 'fact', fact, is: 'equals', value: '1' }) as const;
const plan = (...components: Component[]): PlanDraft => ({ ...MAIN_JOB_PLAN, components });
const flat = (more: Partial<Extract<Component, { kind: 'flat' }>>): Component => ({
  kind: 'flat', code: 'flat', payee: 'partner', rateBp: 1, ...more,
}); // prettier-ignore

describe('what a plan names', () => {
  it('is found wherever it stands, with its place', () => {
    const draft: PlanDraft = {
      ...plan(
        flat({
          measure: { products: { codes: ['P1', 'P2'], groups: ['G'], categories: ['C'] }, territories: ['east'] },
          gates: [{ code: 'a', otherwise: 'lose', test: factTest('own') }],
        }),
        { kind: 'attainment-bonus', code: 'b', payee: 'partner', target: '1', curve: [{ attainmentBp: 0, payoutBp: 0 }],
          quotas: [{ set: 'sales', weightBp: 10_000, measure: { products: { codes: ['P3'] } } }] },
        { kind: 'gate', code: 'c', otherwise: 'hold', test: { looksAt: 'measure', payee: 'partner', measure: { territories: ['west'] }, is: 'at-least', value: '1' } },
        { kind: 'holdback', code: 'd', shareBp: 1, release: { when: 'test-holds', test: factTest('scroe') } },
        { kind: 'custom', code: 'e', type: 't', settings: {} },
      ),
      eligible: { payees: ['AW1'], territories: ['north'], tiers: ['gold'] },
    }; // prettier-ignore
    const found = namesIn(draft, () => ['of-module']).map(
      ({ kind, name, pointer }) => `${kind} ${name} ${pointer}`,
    );
    expect(found).toEqual([
      'payee AW1 /body/eligible/payees/0',
      'territory north /body/eligible/territories/0',
      'product P1 /body/components/0/measure/products/codes/0',
      'product P2 /body/components/0/measure/products/codes/1',
      'group G /body/components/0/measure/products/groups/0',
      'category C /body/components/0/measure/products/categories/0',
      'territory east /body/components/0/measure/territories/0',
      'fact own /body/components/0/gates/0/test/fact',
      'product P3 /body/components/1/quotas/0/measure/products/codes/0',
      'territory west /body/components/2/test/measure/territories/0',
      'fact scroe /body/components/3/release/test/fact',
      'fact of-module /body/components/4/settings',
    ]);
  });

  it.each(['score', 'tier', 'open-violations', 'certified:sales', 'in-territory:east'])('need not be there where it is the fact %s', (name) => {
    expect(namesIn(plan(flat({ gates: [{ code: 'a', otherwise: 'lose', test: factTest(name) }] })), () => [])).toEqual([]);
  }); // prettier-ignore

  it('and is not there is said with what there is', () => {
    expect(unknownFaults([{ kind: 'fact', name: 'scroe', pointer: '/x' }])).toMatchObject([
      { pointer: '/x', code: 'unknown_fact', message: expect.stringContaining('score') },
    ]);
  });
});

describe('periods that are settled', () => {
  const current = nextPlan(undefined, 'p', MAIN_JOB_PLAN);
  const codes = (draft: Partial<PlanDraft>, settled = ['2019-Q3', '2019-Q4']) =>
    settledFaults(current, { ...MAIN_JOB_PLAN, ...draft }, settled).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );

  it.each<[string, Partial<PlanDraft>, string[]]>([
    ['within the dates are kept', { effectiveTo: '2019-12-31' }, []],
    ['before the beginning', { effectiveFrom: '2019-08-01' }, ['/body/effectiveFrom leaves_out_settled']],
    ['after the end', { effectiveTo: '2019-12-30' }, ['/body/effectiveTo leaves_out_settled']],
    ['of another length', { period: 'month' }, ['/body/period settled_otherwise']],
    ['in another currency', { currency: 'CNY' }, ['/body/currency settled_in_other_currency']],
  ])('%s', (_, draft, expected) => expect(codes(draft)).toEqual(expected));

  it('are none: anything goes', () => expect(codes({ period: 'year', currency: 'CNY' }, [])).toEqual([]));

  it.each([
    ['2019-07', 'month', 6],
    ['2019-Q3', 'quarter', 6],
    ['2019-H2', 'half-year', 6],
    ['2019', 'year', 0],
  ])('%s begins in its first month', (name, kind, month) => {
    expect(periodNamed(name)).toMatchObject({ kind, first: 2019 * 12 + month, name });
  });
});

it('a plan in no currency, and one that is prorated twice, are refused', () => {
  const twice: Component = {
    kind: 'attainment-bonus', code: 'b', payee: 'partner', rateBp: 1, prorated: true, prorateQuotas: true,
    curve: [{ attainmentBp: 0, payoutBp: 0 }],
  }; // prettier-ignore
  const faults = planFaults({ ...plan(twice), currency: 'ZZZ' }, () => []);
  expect(faults.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/body/currency', 'unknown_currency'],
    ['/body/components/0/prorated', 'prorated_twice'],
  ]);
});
