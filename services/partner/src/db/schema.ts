import type { PartnerProfile, PartnerStatus, Screening, ScreeningIndicator } from '@quyu/partner-contracts';
import type { Jsonb } from '@quyu/plugin-kit';
import type { Generated } from 'kysely';

export interface PartnerTable {
  partner_id: string;
  code: string;
  external_id: string | null;
  name: string;
  type: PartnerProfile['type'];
  country: string;
  province: string;
  city: string;
  postal_code: string | null;
  street: string | null;
  phone: string | null;
  /** Minor units. */
  annual_sales: string | null;
  annual_sales_currency: string | null;
  employees: number | null;
  opened_year: number | null;
  status: PartnerStatus;
  /** What a person decided in a review; it stands whatever later screenings say. */
  decision: Decision | null;
  screening: Jsonb<Screening>;
  version: number;
  territory_code: string | null;
  territory_name: string | null;
  /** Territory codes from the top of the tree down to that one. */
  territory_path: Generated<string[]>;
  /** Version of the account from which the territory is known; a lower one is out of date. */
  territory_version: string;
  grade: string | null;
  /** Year and version of the score from which the grade is known; lower ones are out of date. */
  grade_year: number;
  grade_version: string;
}

export type Decision = 'approve' | 'decline';

export interface ScreeningPolicyTable {
  code: string;
  version: number;
  as_of_year: number;
  pass_mark: number;
  indicators: Jsonb<ScreeningIndicator[]>;
  set_at: Date;
}

/** Always one row, empty until a policy is set. */
export interface PolicyInForceTable {
  code: string | null;
  version: number | null;
}

export interface ReviewDecisionTable {
  partner_id: string;
  decision: Decision;
  reason: string;
  decided_by: string;
  decided_at: Date;
}

export interface PartnerDb {
  partner: PartnerTable;
  screening_policy: ScreeningPolicyTable;
  policy_in_force: PolicyInForceTable;
  review_decision: ReviewDecisionTable;
}
