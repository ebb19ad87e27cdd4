import type { Component, TraceStep } from '@quyu/incentive-contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { calculatorOf } from './components.js';
import { addFractions, type Fraction, NOTHING, roundFraction } from '../calculation/fraction.js';
import { planInForce, rewardPartners, rewardSalespeople } from './rewards.js';
import { traceResult } from './trace.js';

const [VOLUME, GROWTH, BONUS] = MAIN_JOB_PLAN.components;
const trace = (component: Component, facts: Record<string, string>): TraceStep[] =>
  traceResult(calculatorOf(component, new Map()), facts, 'USD');

/** Reads what {@link fractionText} wrote, by a way of its own. */
const read = (text: string): Fraction => {
  const [numerator, denominator] = text.split('/');
  if (denominator) return { numerator: BigInt(numerator!), denominator: BigInt(denominator) };
  const [whole, decimals = ''] = text.split('.');
  return { numerator: BigInt(`${whole}${decimals}`), denominator: 10n ** BigInt(decimals.length) };
};

describe('the trace of an amount', () => {
  it('of a volume rebate names every tier reached, its rate and its slice', () => {
    expect(trace(VOLUME, { sales: '3000050', priorSales: '0' })).toEqual([
      { step: 'sales', inputs: { sales: '3000050' }, amount: null },
      { step: 'tier', inputs: { from: '0', rateBp: '0', slice: '2500000', earned: '0' }, amount: null },
      {
        step: 'tier',
        inputs: { from: '2500000', rateBp: '150', slice: '500050', earned: '7500.75' },
        amount: null,
      },
      { step: 'rounded-half-up', inputs: { exact: '7500.75' }, amount: { amount: '7501', currency: 'USD' } },
    ]);
  });

  it('of a growth rebate that is not earned says why', () => {
    expect(trace(GROWTH, { sales: '100', priorSales: '100' })).toMatchObject([
      { step: 'not-grown', inputs: { sales: '100', priorSales: '100', thresholdBp: '12000' } },
      { step: 'rounded-half-up', amount: { amount: '0' } },
    ]);
  });

  it('of a bonus names quota, attainment and the corners of the curve', () => {
    expect(trace(BONUS, { sales: '90', quota: '100' })).toMatchObject([
      { step: 'attainment', inputs: { sales: '90', quota: '100', attainmentBp: '9000' } },
      { step: 'payout', inputs: { from: '8000:5000', to: '10000:10000', payoutBp: '7500' } },
      { step: 'rate', inputs: { quota: '100', rateBp: '100', earned: '0.75' } },
      { step: 'rounded-half-up', inputs: { exact: '0.75' }, amount: { amount: '1' } },
    ]);
    expect(trace(BONUS, { sales: '10', quota: '100' })[1]).toMatchObject({ step: 'below-curve' });
  });

  it('of a result that no plan gives any more says so', () => {
    expect(trace(VOLUME, {})).toMatchObject([{ step: 'no-longer-earned', amount: { amount: '0' } }]);
  });

  it('has parts that sum to the amount as it was calculated', () => {
    const plan = planInForce({ code: 'channel', version: 1, ...MAIN_JOB_PLAN }, new Map());
    const whole$ = fc.bigInt({ min: 0n, max: 10n ** 11n });
    fc.assert(
      fc.property(whole$, whole$, fc.bigInt({ min: 1n, max: 10n ** 11n }), (sales, priorSales, quota) => {
        const payee = { payeeCode: 'X', quarter: 8078 };
        const rewards = [
          ...rewardPartners([plan], [{ ...payee, facts: { sales, priorSales } }]),
          ...rewardSalespeople([plan], [{ ...payee, facts: { sales, quota } }]),
        ];
        expect(rewards.map(({ component }) => component)).toEqual(
          MAIN_JOB_PLAN.components.map(({ code }) => code),
        );
        for (const { component: code, facts, amount } of rewards) {
          const steps = trace(
            MAIN_JOB_PLAN.components.find((each) => each.code === code)!,
            facts,
          );
          const parts = steps.map(({ inputs }) => read(inputs['earned'] ?? '0'));
          expect(roundFraction(parts.reduce(addFractions, NOTHING))).toBe(amount);
          expect(steps.at(-1)!.amount).toEqual({ amount: amount.toString(), currency: 'USD' });
        }
      }),
    );
  });
});
