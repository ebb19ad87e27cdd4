import { partnerScope } from '@quyu/partner-contracts';
import { OPEN, type ScopeRule, within } from '@quyu/plugin-kit';
import { territoryScope } from '@quyu/territory-contracts';

const ofPartner: ScopeRule = within(
  [partnerScope, 'partner_code = any($scope)'],
  [territoryScope, 'partner_id in (select partner_id from partner_territory)'],
);

/** Campaigns and rules are for all; whose grant is limited sees the funds of the partners within it. */
export const scopes = {
  partner_territory: within([territoryScope, 'path && $scope']),
  campaign: OPEN,
  accrual_rule: OPEN,
  partner_quarter_sales: ofPartner,
  mdf_entry: ofPartner,
};
