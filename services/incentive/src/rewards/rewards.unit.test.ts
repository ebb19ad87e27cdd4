import type { Plan } from '@quyu/incentive-contracts';
import { describe, expect, it } from 'vitest';
import { quarterOf } from '../periods.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { componentTypesOf, customFaults } from '../calculation/component-types.js';
import { planInForce, rewardPartners } from './rewards.js';

const plan = (changes: Partial<Plan> = {}): Plan => ({
  code: 'channel',
  version: 3,
  ...MAIN_JOB_PLAN,
  ...changes,
});
const partner = (period: string) => ({
  payeeCode: 'AW1',
  quarter: quarterOf(period),
  facts: { sales: 10_000_000n, priorSales: 1n },
});
const spiff = {
  type: 'spiff',
  check: (settings: Readonly<Record<string, string>>) =>
    settings['each'] ? [] : [{ pointer: '/each', code: 'missing', message: 'is missing' }],
  make: ({ each = '0' }: Readonly<Record<string, string>>) => ({
    payee: 'partner' as const,
    measures: [],
    gather: () => ({ each }),
    explain: () => [{ step: 'each', inputs: {}, earned: { numerator: BigInt(each), denominator: 1n } }],
  }),
};

describe('rewards of partners', () => {
  it('are given for whole quarters in the dates of the plan', () => {
    const inForce = planInForce(plan({ effectiveFrom: '2019-01-15', effectiveTo: '2019-09-30' }), new Map());
    const quarters = ['2019-Q1', '2019-Q2', '2019-Q3', '2019-Q4'].map(partner);
    const rewarded = rewardPartners([inForce], quarters).map(({ quarter }) => quarter);
    expect(new Set(rewarded)).toEqual(new Set([quarterOf('2019-Q2'), quarterOf('2019-Q3')]));
  });

  it('name plan, version and component, and keep what they follow from', () => {
    const [reward] = rewardPartners([planInForce(plan(), new Map())], [partner('2019-Q3')]);
    expect(reward).toEqual({
      planCode: 'channel', planVersion: 3, component: 'volume-rebate', payeeKind: 'partner', payeeCode: 'AW1',
      quarter: 8078, amount: 112_500n, currency: 'USD', facts: { sales: '10000000' },
    }); // prettier-ignore
  });
});

describe('a plan that looks at more than quarters', () => {
  const [volume] = MAIN_JOB_PLAN.components;

  it.each([
    ['years', plan({ components: [{ ...volume, basis: 'year' }] })],
    ['some products', plan({ components: [{ ...volume, measure: { products: { codes: ['1'] } } }] })],
    ['what it has carried over', plan({ components: [volume, { kind: 'clawback', code: 'back' }] })],
    ['months', plan({ period: 'month' })],
  ])('is not run, rather than run wrongly: %s', (_, refused) => {
    expect(() => planInForce(refused, new Map())).toThrow('plan "channel"');
  });
});

describe('a component type that a module adds', () => {
  const custom = { kind: 'custom', code: 'per-unit', type: 'spiff', settings: { each: '500' } } as const;

  it('calculates like any other', () => {
    const inForce = planInForce(plan({ components: [custom] }), componentTypesOf([spiff]));
    expect(rewardPartners([inForce], [partner('2019-Q3')])).toMatchObject([
      { component: 'per-unit', amount: 500n },
    ]);
  });

  it('checks its own settings', () => {
    expect(customFaults(componentTypesOf([spiff]), { ...custom, settings: {} })).toMatchObject([
      { pointer: '/settings/each' },
    ]);
  });

  it('is missed by name', () => {
    expect(customFaults(new Map(), custom)).toMatchObject([{ pointer: '/type', code: 'unknown_type' }]);
    expect(() => planInForce(plan({ components: [custom] }), new Map())).toThrow(
      'plan "channel", component "per-unit": no module adds the component type "spiff"',
    );
  });

  it('is added once', () => expect(() => componentTypesOf([spiff, spiff])).toThrow('"spiff"'));
});
