import type { Eligibility } from '@quyu/incentive-contracts';
import type { PayeeHistory } from './history.js';

/** The names of the facts by which a plan knows whom it is for: "in-territory:<code>" is "true" in it or below it. */
export function eligibilityFacts(eligible: Eligibility | undefined): readonly string[] {
  if (!eligible) return [];
  return [
    ...(eligible.partnerTypes ? ['partner-type'] : []),
    ...(eligible.tiers ? ['tier'] : []),
    ...(eligible.territories ?? []).map(territoryFact),
  ];
}

/** Whether a plan is for a payee on a date: every list that is there must name it. */
export function isEligible(eligible: Eligibility | undefined, history: PayeeHistory, on: string): boolean {
  if (!eligible) return true;
  const { payees, territories, partnerTypes, tiers } = eligible;
  const names = (list: readonly string[] | undefined, fact: string): boolean =>
    list === undefined || list.includes(history.fact(fact, on) ?? '');
  return (
    (payees === undefined || payees.includes(history.code)) &&
    names(partnerTypes, 'partner-type') &&
    names(tiers, 'tier') &&
    (territories === undefined ||
      territories.some((code) => history.fact(territoryFact(code), on) === 'true'))
  );
}

function territoryFact(code: string): string {
  return `in-territory:${code}`;
}
