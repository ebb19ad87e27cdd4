import { partnerScope } from '@quyu/partner-contracts';
import { OPEN, where, within } from '@quyu/plugin-kit';
import { territoryScope } from '@quyu/territory-contracts';

/** Whose grant is limited sees the partners of their territories, or the one that they belong to. */
export const scopes = {
  partner: within([partnerScope, 'code = any($scope)'], [territoryScope, 'territory_path && $scope']),
  review_decision: where('partner_id in (select partner_id from partner)'),
  screening_policy: OPEN,
  policy_in_force: OPEN,
};
