import type { DbOptions } from '@quyu/plugin-kit';

/**
 * The models with their territories and rules, and the staff. Not the subjects, which are copies of partners, nor the assignments:
 * they follow from the rules of the model in force, and each is published as an event.
 */
export const audited: NonNullable<DbOptions['audited']> = {
  model: { key: ['model_id'] },
  active_model: { key: ['one'] },
  territory: { key: ['model_id', 'code'] },
  rule: { key: ['model_id', 'code'] },
  alignment: { key: ['alignment_id'], except: ['draft', 'quality'] },
  staff: { key: ['staff_id'], personal: ['name', 'hired_on'] },
};
