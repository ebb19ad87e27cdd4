import { partnerScope } from '@quyu/partner-contracts';
import { OPEN, where, within } from '@quyu/plugin-kit';
import { orgUnitScope, territoryScope } from '@quyu/territory-contracts';

const inTerritory = `exists (select from territory t
  where t.model_id = assignment.model_id and t.code = assignment.territory_code and t.path && $scope)`;
const worksInTerritory = `exists (select from territory t join active_model a on a.model_id = t.model_id
  where t.code = any(staff.territory_codes) and t.path && $scope)`;

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
  staff: within([orgUnitScope, 'code in (select units_below($scope))'], [territoryScope, worksInTerritory]),
};
