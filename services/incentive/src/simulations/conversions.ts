import { incentiveErrors, type Simulation } from '@quyu/incentive-contracts';
import { type Fraction, fractionOf, multiplyFractions, wholeFraction } from '../calculation/fraction.js';
import { minorRateOf } from '../currencies/rates.js';
import type { Convert } from './lines-of-request.js';

/**
 * Converts by the rates of a request: the latest on or before the day.
 *
 * @throws (from the function) Problem SIMULATION_INVALID at the pointer when there is none.
 */
export function converter({ plan, rates = [] }: Simulation): Convert {
  const quoted = Map.groupBy(
    rates.filter(({ quote }) => quote === plan.currency),
    ({ base }) => base,
  );
  const dated = new Map(
    [...quoted].map(([base, own]) => [
      base,
      own
        .map((rate) => ({ from: rate.validFrom, rate: fractionOf(minorRateOf(rate)) }))
        .toSorted((one, other) => (one.from < other.from ? -1 : 1)),
    ]),
  );
  return ({ amount, currency }, day, pointer): Fraction => {
    const whole = wholeFraction(BigInt(amount));
    if (currency === plan.currency) return whole;
    const found = dated.get(currency)?.findLast(({ from }) => from <= day);
    if (found) return multiplyFractions(whole, found.rate);
    const message = `there is no rate from ${currency} to ${plan.currency} for ${day}: add one to /body/rates`;
    throw incentiveErrors.SIMULATION_INVALID({ detail: `${pointer} ${message}`, errors: [{ pointer, code: 'rate_missing', message }] });
  };
} // prettier-ignore
