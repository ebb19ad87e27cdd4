import type { Plan } from '@quyu/incentive-contracts';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { soldByQuarter } from '../testing/payee-history.js';
import { type ComponentTypes, componentTypesOf, customFaults } from './components.js';
import { quarterlyEngine } from './quarterly-engine.js';
import { planInForce } from './rewards.js';

const plan = (changes: Partial<Plan> = {}): Plan => ({
  code: 'channel',
  version: 3,
  ...MAIN_JOB_PLAN,
  ...changes,
});
const LAST_MONTH = 2019 * 12 + 11;
/** 100,000.00 in every quarter of 2019. */
const SALES = Object.fromEntries([0, 3, 6, 9].map((month) => [2019 * 12 + month, 10_000_000n]));
const spiff = {
  type: 'spiff',
  check: (settings: Readonly<Record<string, string>>) =>
    settings['each'] ? [] : [{ pointer: '/each', code: 'missing', message: 'is missing' }],
  make: ({ each = '0' }: Readonly<Record<string, string>>) => ({
    payee: 'partner' as const,
    exact: () => ({ numerator: BigInt(each), denominator: 1n }),
    explain: () => [],
  }),
};

const calculate = (changes: Partial<Plan>, types: ComponentTypes = new Map()) =>
  quarterlyEngine(types).compilePlan(plan(changes)).calculate(soldByQuarter('partner', SALES), LAST_MONTH);

describe('rewards of partners', () => {
  it('are given for whole quarters in the dates of the plan', () => {
    const results = calculate({ effectiveFrom: '2019-01-15', effectiveTo: '2019-09-30' });
    expect(new Set(results.map(({ period }) => period))).toEqual(new Set(['2019-Q2', '2019-Q3']));
  });

  it('name component and period, and keep what they follow from', () => {
    expect(calculate({ effectiveFrom: '2019-07-01' })[0]).toEqual({
      component: 'volume-rebate', period: '2019-Q3', periodEnd: '2019-09-30',
      amount: 112_500n, facts: { sales: '10000000', priorSales: '0' },
    }); // prettier-ignore
  });
});

describe('a component type that a module adds', () => {
  const custom = { kind: 'custom', code: 'per-unit', type: 'spiff', settings: { each: '500' } } as const;

  it('calculates like any other', () => {
    const changes = { components: [custom], effectiveFrom: '2019-10-01' };
    expect(calculate(changes, componentTypesOf([spiff]))).toMatchObject([
      { component: 'per-unit', period: '2019-Q4', amount: 500n },
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
