import { partnerScope } from '@quyu/partner-contracts';
import { HIDDEN, OPEN, where, within } from '@quyu/plugin-kit';
import { orgUnitScope, territoryScope } from '@quyu/territory-contracts';

const inTerritory = `exists (select from territory t
  where t.model_id = assignment.model_id and t.code = assignment.territory_code and t.path && $scope)`;
const worksInTerritory = `exists (select from territory t join active_model a on a.model_id = t.model_id
  where t.code = any(staff.territory_codes) and t.path && $scope)`;

/** The units that are within: who works there, and what is wrong with them. */
const ofUnit = 'unit_code in (select units_of($scope))';
const unitInTerritory = `exists (select from org_unit u join active_model a on true
  join territory t on t.model_id = a.model_id and t.code = any(u.territory_codes)
  where u.code = staffing_violation.unit_code and t.path && $scope)`;
const grantedInTerritory = `exists (select from territory t join active_model a on a.model_id = t.model_id
  where t.code = any(partner_grant.territory_codes) and t.path && $scope)`;
const inTerritoriesOfUnit = 'path && (select territories_of($scope))::text[]';
const ofTerritory = (
  table: string,
): string => `exists (select from territory t join active_model a on a.model_id = t.model_id
  where t.code = ${table}.territory_code and t.path && $scope)`;
const inUnit =
  'territory_code in (select unnest(territory_codes) from staff where code in (select units_below($scope)))';
const ofAccount = 'partner_id in (select subject_id from assignment)';

/** How the market is divided is no secret; whose grant is limited sees the accounts and the people of their part of it. */
export const scopes = {
  model: OPEN,
  active_model: OPEN,
  territory: OPEN,
  rule: OPEN,
  alignment: OPEN,
  alignment_territory: OPEN,
  assignment: within(
    [partnerScope, 'subject_id in (select subjects_with($scope))'],
    [territoryScope, inTerritory],
  ),
  subject: where('subject_id in (select subject_id from assignment)'),
  pin: where('subject_id in (select subject_id from assignment)'),
  preview: HIDDEN,
  preview_change: HIDDEN,
  staff: within([orgUnitScope, 'code in (select units_below($scope))'], [territoryScope, worksInTerritory]),
  org_unit: OPEN,
  org_member: where('staff_code in (select code from staff)'),
  staffing_rule: OPEN,
  staffing_violation: within([orgUnitScope, ofUnit], [territoryScope, unitInTerritory]),
  outlet: within([territoryScope, 'path && $scope'], [orgUnitScope, inTerritoriesOfUnit]),
  outlet_observation: where('outlet_code in (select code from outlet)'),
  partner_grant: within([partnerScope, 'partner_code = any($scope)'], [territoryScope, grantedInTerritory]),
  shipment: within(
    [partnerScope, 'partner_code = any($scope)'],
    [territoryScope, 'path && $scope'],
    [orgUnitScope, inTerritoriesOfUnit],
  ),
  diversion: within(
    [partnerScope, 'partner_code = any($scope)'],
    [territoryScope, 'path && $scope'],
    [orgUnitScope, inTerritoriesOfUnit],
  ),
  diversion_rule: OPEN,
  market_profile: within([territoryScope, ofTerritory('market_profile')]),
  attractiveness_policy: OPEN,
  attractiveness_in_force: OPEN,
  partner_sales: where(ofAccount),
  partner_start: where(ofAccount),
  partner_score: where(ofAccount),
  objective: within([territoryScope, ofTerritory('objective')]),
  target: where('target_id in (select target_id from target_node)'),
  target_node: within([territoryScope, 'path && $scope'], [orgUnitScope, inUnit]),
  target_round: where('node_id in (select node_id from target_node)'),
};
