import type { Component, PlanDraft } from '@quyu/incentive-contracts';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { nextPlan, planFaults } from './plans.js';

const plan = (changes: Partial<PlanDraft>): PlanDraft => ({ ...MAIN_JOB_PLAN, ...changes });
const withComponents = (...components: Component[]): PlanDraft => plan({ components });
const tiered = (...from: string[]): Component => ({
  kind: 'tiered',
  code: 'volume',
  payee: 'partner',
  mode: 'marginal',
  basis: 'period',
  tiers: from.map((each) => ({ from: each, rateBp: 100 })),
});
const curved = (...attainments: number[]): Component => ({
  kind: 'attainment-bonus',
  code: 'bonus',
  payee: 'salesperson',
  rateBp: 100,
  curve: attainments.map((attainmentBp) => ({ attainmentBp, payoutBp: 10_000 })),
});
const CAP = { kind: 'cap', code: 'cap', amount: '100', excess: 'lost' } as const;
const YEAR_END = { kind: 'year-end-bonus', code: 'year', payee: 'partner', from: '1', rateBp: 10 } as const;
const pointersOf = (draft: PlanDraft) =>
  planFaults(draft, () => []).map(({ pointer, code }) => [pointer, code]);

describe('a plan', () => {
  it('that makes sense has no faults', () => expect(pointersOf(plan({}))).toEqual([]));

  it.each([
    ['tiers that do not begin at 0', withComponents(tiered('1', '5')), '/body/components/0/tiers/0/from'],
    ['tiers that overlap', withComponents(tiered('0', '5', '5')), '/body/components/0/tiers/2/from'],
    ['tiers out of order', withComponents(tiered('0', '10', '9')), '/body/components/0/tiers/2/from'],
    ['a curve that goes back', withComponents(curved(8000, 8000)), '/body/components/0/curve/1/attainmentBp'],
    ['two components of one code', withComponents(tiered('0'), tiered('0')), '/body/components/1/code'],
    ['an end before its beginning', plan({ effectiveTo: '2016-12-31' }), '/body/effectiveTo'],
    [
      'no whole quarter in its dates',
      plan({ effectiveFrom: '2019-01-02', effectiveTo: '2019-06-29' }),
      '/body/effectiveTo',
    ],
    ['a cap before anything', withComponents(CAP, tiered('0')), '/body/components/0'],
    [
      'a modifier of an unknown component',
      withComponents(tiered('0'), { ...CAP, on: ['other'] }),
      '/body/components/1/on/0',
    ],
    [
      'a modifier of a later component',
      withComponents(tiered('0'), { ...CAP, on: ['bonus'] }, curved(1)),
      '/body/components/1/on/0',
    ],
    [
      'a tier that a cap keeps out of reach',
      withComponents({
        ...tiered('0', '10', '2000'),
        cap: { code: 'top', amount: '10', excess: 'lost' },
      } as Component),
      '/body/components/0/tiers/2',
    ],
    [
      'a bonus of the year in a plan that ends before December',
      plan({ effectiveFrom: '2019-01-01', effectiveTo: '2019-09-30', components: [YEAR_END] }),
      '/body/components/0',
    ],
    [
      'an amount that no sum can hold',
      withComponents(tiered('0'), { ...CAP, amount: '9000000000000000001' }),
      '/body/components/1/amount',
    ],
  ])('is refused for %s', (_, draft, pointer) => {
    expect(pointersOf(draft).map(([at]) => at)).toEqual([pointer]);
  });

  it('is refused for all that is wrong with it at once', () => {
    expect(
      pointersOf(plan({ effectiveTo: '2016-01-01', components: [tiered('3'), curved(5, 4)] })),
    ).toHaveLength(3);
  });

  it('compares tiers as numbers, however large', () => {
    expect(pointersOf(withComponents(tiered('0', '999999999999999998', '999999999999999999')))).toEqual([]);
  });

  it('is refused for a rate over the limit of the installation', () => {
    expect(planFaults(withComponents(tiered('0')), () => [], 99)).toMatchObject([
      { pointer: '/body/components/0/tiers/0/rateBp', code: 'rate_over_limit' },
    ]);
  });

  it('asks the module of a custom component about its settings', () => {
    const custom: Component = { kind: 'custom', code: 'spiff', type: 'spiff', settings: {} };
    const faults = planFaults(withComponents(custom), () => [{ pointer: '/type', code: 'x', message: 'y' }]);
    expect(faults).toMatchObject([{ pointer: '/body/components/0/type' }]);
  });
});

describe('the next plan', () => {
  const first = nextPlan(undefined, 'channel', MAIN_JOB_PLAN);

  it('begins at version 1', () => expect(first).toMatchObject({ code: 'channel', version: 1 }));

  it('is the same plan when it says the same, in whatever order', () => {
    const { components, ...rest } = structuredClone(MAIN_JOB_PLAN) as PlanDraft;
    expect(nextPlan(first, 'channel', { components, ...rest })).toBe(first);
  });

  it('is the next version when anything differs', () => {
    expect(nextPlan(first, 'channel', plan({ name: 'Other' }))).toMatchObject({ version: 2, name: 'Other' });
  });
});
