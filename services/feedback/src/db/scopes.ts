import { partnerScope } from '@quyu/partner-contracts';
import { OPEN, type ScopeRule, within } from '@quyu/plugin-kit';
import { orgUnitScope, territoryScope } from '@quyu/territory-contracts';

const ofPartner: ScopeRule = within(
  [partnerScope, 'partner_code = any($scope)'],
  [territoryScope, 'partner_id in (select partner_id from partner_territory)'],
);

/** Whose grant is limited sees the partners within it. What the market says is for the company's own people, not for partners. */
export const scopes = {
  partner_territory: within([territoryScope, 'path && $scope']),
  observation: within([territoryScope, 'true'], [orgUnitScope, 'true']),
  partner_quarter: ofPartner,
  scorecard: OPEN,
  evaluation: OPEN,
  score: ofPartner,
  recommendation: ofPartner,
};
