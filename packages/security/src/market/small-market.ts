import type { PlanDraft } from '@quyu/incentive-contracts';
import type { PartnerProfile, ScreeningPolicyDraft } from '@quyu/partner-contracts';
import type { ScorecardDraft } from '@quyu/feedback-contracts';
import type { RuleLine, StaffLine, TerritoryLine } from '@quyu/territory-contracts';

/** The code of every policy, plan, scorecard and rule of the small market. */
export const STANDARD = 'standard';

export const policy: ScreeningPolicyDraft = {
  asOfYear: 2020,
  passMark: 50,
  indicators: [
    {
      fact: 'employees',
      bands: [
        { from: 0, points: 0 },
        { from: 10, points: 100 },
      ],
    },
  ],
};

export const territories: readonly TerritoryLine[] = [
  { code: 'world', name: 'World' },
  { code: 'northwest', name: 'Northwest', parentCode: 'world' },
  { code: 'southeast', name: 'Southeast', parentCode: 'world' },
];

const inCountry = (value: string): RuleLine['condition'] => ({ attribute: 'geo.country', op: 'eq', value });

export const rules: readonly RuleLine[] = [
  { code: 'to-northwest', territoryCode: 'northwest', priority: 1, condition: inCountry('US') },
  { code: 'to-southeast', territoryCode: 'southeast', priority: 1, condition: inCountry('CN') },
];

/** A partner in a country; one with few employees is held for review. */
export function applicant(code: string, country: string, employees = 50): PartnerProfile {
  const address = { country, province: 'P', city: 'C' };
  return { code, externalId: `x-${code}`, name: `Partner ${code}`, type: 'dealer', employees, address };
}

export const staff: readonly StaffLine[] = [
  { code: 'ann', name: 'Ann', title: 'Rep', territoryCodes: ['northwest'] },
  { code: 'bo', name: 'Bo', title: 'Rep', territoryCodes: ['southeast'] },
];

export const plan: PlanDraft = {
  name: 'Standard',
  currency: 'USD',
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  components: [
    { kind: 'flat', code: 'rebate', payee: 'partner', rateBp: 500 },
  ],
}; // prettier-ignore

export const scorecard: ScorecardDraft = {
  name: 'Standard',
  indicators: [{ fact: 'sales', weightBp: 10_000 }],
  bands: [{ grade: 'A', from: 0 }],
  actions: [],
};

export const sales = `order,date,product,partner,salesperson,quantity,amount
SO1,2019-07-01,bike,x-north,ann,1,100.00
SO2,2019-07-02,bike,x-south,bo,1,200.00
SO3,2019-07-03,no-such-product,x-south,bo,1,1.00
`;

export const campaign = {
  code: 'summer', name: 'Summer', kind: 'discount', audience: 'all', discountBp: 500,
  startDate: '2019-07-01', endDate: '2019-07-31', minQuantity: 0,
}; // prettier-ignore
