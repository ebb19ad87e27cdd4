import { defineScope } from '@quyu/contract-kit';

/** A territory of the active model, named by its code, and all below it. */
export const territoryScope = defineScope('territory', { en: 'A territory', zh: '区域' });

/**
 * The people of a unit, named by the code of who leads it: that person, and whoever reports to them, directly or not. Or named by
 * the unit's own code: whoever is a member of it or of a unit below it today, and whoever reports to those.
 */
export const orgUnitScope = defineScope('org-unit', { en: 'An organisational unit', zh: '组织单元' });
