import type { Component, PlanDraft } from '@quyu/incentive-contracts';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { nextPlan, planFaults } from './plans.js';

const plan = (changes: Partial<PlanDraft>): PlanDraft => ({ ...MAIN_JOB_PLAN, ...changes });
const withComponents = (...components: Component[]): PlanDraft => plan({ components });
const tiered = (...from: string[]): Component => ({
  kind: 'tiered-rebate',
  code: 'volume',
  mode: 'cumulative-marginal',
  tiers: from.map((each) => ({ from: each, rateBp: 100 })),
});
const curved = (...attainments: number[]): Component => ({
  kind: 'attainment-bonus',
  code: 'bonus',
  rateBp: 100,
  curve: attainments.map((attainmentBp) => ({ attainmentBp, payoutBp: 10_000 })),
});
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
