import { partnerScope } from '@quyu/partner-contracts';
import { HIDDEN, OPEN, where, within } from '@quyu/plugin-kit';
import { orgUnitScope, territoryScope } from '@quyu/territory-contracts';

const ofPartner = 'partner_id in (select partner_id from partner)';
const ofSalesperson = 'salesperson_code in (select code from salesperson)';
const ofPayee = `(payee_kind = 'partner' and payee_code in (select code from partner))
  or (payee_kind = 'salesperson' and payee_code in (select code from salesperson))`;

/** Whose grant is limited sees what belongs to the partners and to the people within it. */
export const scopes = {
  partner: within(
    [partnerScope, 'code = any($scope)'],
    [territoryScope, 'partner_id in (select partner_id from partner_territory)'],
  ),
  partner_reference: HIDDEN,
  partner_territory: within([partnerScope, 'partner_code = any($scope)'], [territoryScope, 'path && $scope']),
  salesperson: within([orgUnitScope, 'code in (select units_below($scope))']),
  org_unit: HIDDEN,
  org_member: HIDDEN,
  product: OPEN,
  ledger: OPEN,
  sale: where(`${ofPartner} or ${ofSalesperson}`),
  sales_import: HIDDEN,
  rejected_sale: HIDDEN,
  exchange_rate: OPEN,
  sales_import_rejection: HIDDEN,
  // Whether sums are out of date is asked for whoever calculates: partners and quarters only.
  dirty_quarter: OPEN,
  partner_quarter: where(ofPartner),
  partner_quarter_seller: where(`${ofPartner} or ${ofSalesperson}`),
  quota: where(ofPayee),
  target_quota: where(ofSalesperson),
  plan: OPEN,
  payee_account: where(ofPayee),
  transfer: where(ofPayee),
  account_entry: where(ofPayee),
  bank_account: HIDDEN,
  payout_batch: HIDDEN,
  payout: HIDDEN,
  claimed_entry: where('entry_id in (select entry_id from account_entry)'),
  redemption_policy: OPEN,
  redemption: HIDDEN,
  run: HIDDEN,
  result_version: where(ofPayee),
  calculated_plan: HIDDEN,
  dirty_payee: HIDDEN,
  run_period: HIDDEN,
  earning: where(ofPayee),

  payee_fact: where(ofPayee),

  cost_ceiling: OPEN,

  dispute: where(ofPayee),
  dispute_comment: where('dispute_id in (select dispute_id from dispute)'),
  violation_case: HIDDEN,
  crediting_rule: HIDDEN,
  line_split: where(
    'exists (select from sale s where s.line_id = line_split.line_id and s.source = line_split.source)',
  ),
  // Codes and days only: by them credits are derived, which are limited to the payees that are seen.
  salesperson_manager: OPEN,
  partner_place: OPEN,
};
