import type { DbOptions } from '@quyu/plugin-kit';

/**
 * Partners, what people decided about them, and the policies by which they are screened. Not the territory and the grade of a
 * partner: they are what the services that own them say, and are in those services' logs and events.
 */
export const audited: NonNullable<DbOptions['audited']> = {
  partner: {
    key: ['partner_id'],
    personal: ['phone', 'street', 'postal_code'],
    except: [
      'territory_code',
      'territory_name',
      'territory_path',
      'territory_version',
      'grade',
      'grade_year',
      'grade_version',
    ],
  },
  review_decision: { key: ['partner_id'] },
  screening_policy: { key: ['code', 'version'] },
  policy_in_force: { key: ['one'] },
};
