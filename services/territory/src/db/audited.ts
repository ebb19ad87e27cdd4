import type { DbOptions } from '@quyu/plugin-kit';

/**
 * The models with their territories and rules, and the staff. Not the subjects, which are copies of partners, nor the assignments:
 * they follow from the rules of the model in force, and each is published as an event. Nor what was seen in outlets, what was shipped
 * and which staffing rules are violated: those are facts with a day, and what follows from them; nor the rounds of a target, which are a
 * record themselves.
 */
export const audited: NonNullable<DbOptions['audited']> = {
  model: { key: ['model_id'] },
  active_model: { key: ['one'] },
  territory: { key: ['model_id', 'code'] },
  rule: { key: ['model_id', 'code'] },
  org_unit: { key: ['code'] },
  org_member: { key: ['member_id'] },
  staffing_rule: { key: ['code', 'version'] },
  outlet: { key: ['code'], except: ['model_id', 'status', 'territory_code', 'rule_code', 'path'] },
  partner_grant: { key: ['code'] },
  diversion: { key: ['diversion_id'], except: ['repeats', 'severity'] },
  diversion_rule: { key: ['version'] },
  pin: { key: ['subject_id'] },
  alignment: { key: ['alignment_id'], except: ['draft', 'quality'] },
  staff: { key: ['staff_id'], personal: ['name', 'hired_on'] },
  market_profile: { key: ['profile_id', 'version'] },
  attractiveness_policy: { key: ['code', 'version'] },
  attractiveness_in_force: { key: ['one'] },
  objective: { key: ['objective_id'] },
  target: { key: ['target_id'] },
  target_node: { key: ['node_id'] },
};
