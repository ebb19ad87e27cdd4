import { periodOf, type Quarter } from '../periods.js';
import type { PlanInForce } from './rewards.js';

/** Until there are dated rates, a plan pays in the currency in which the sales are. */
export function refuseOtherCurrency(plans: readonly PlanInForce[], currency: string | undefined): void {
  const other = plans.find((plan) => currency !== undefined && plan.currency !== currency);
  if (other)
    throw new RangeError(
      `plan "${other.code}" pays in ${other.currency}, but sales are in ${currency}: there are no exchange rates`,
    );
}

export function refuseOtherQuotaCurrency(
  plans: readonly PlanInForce[],
  page: readonly { readonly payeeCode: string; readonly quarter: number; readonly quotaCurrency: string }[],
): void {
  const currency = plans[0]?.currency;
  const other = page.find(({ quotaCurrency }) => quotaCurrency !== currency);
  if (other && currency)
    throw new RangeError(
      `the quota of salesperson "${other.payeeCode}" for ${periodOf(other.quarter)} is in ${other.quotaCurrency}, ` +
        `but sales are in ${currency}: there are no exchange rates`,
    );
}

/** A component that gives results to payees of a kind, and for which quarters. */
export interface LiveComponent {
  readonly planCode: string;
  readonly planVersion: number;
  readonly component: string;
  readonly payeeKind: 'partner' | 'salesperson';
  readonly first: Quarter;
  readonly last: Quarter | null;
}

/** Which results each of a plan's components gives. */
export function liveComponents({
  code,
  version,
  span,
  components,
  payeeKinds,
}: PlanInForce): readonly LiveComponent[] {
  return components.flatMap((component) => {
    const kinds = component.is === 'earning' ? [component.calculator.payee] : [...payeeKinds];
    const named = { planCode: code, planVersion: version, component: component.code };
    return kinds.map((payeeKind) => ({ ...named, payeeKind, ...span }));
  });
}
