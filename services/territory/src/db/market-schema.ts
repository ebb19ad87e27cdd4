import type { Jsonb } from '@quyu/plugin-kit';
import type {
  AttractionWeight,
  CascadeMethod,
  Indicator,
  MarketProfile,
  NodeStatus,
  ObjectiveDraft,
} from '@quyu/territory-contracts';
import type { Generated } from 'kysely';

/** Every version of a profile; the one in force has no `replaced_at`. Dates are `YYYY-MM-DD`, amounts minor units. */
export interface MarketProfileTable {
  profile_id: string;
  version: number;
  territory_code: string;
  valid_from: string;
  valid_to: string | null;
  capacity: string;
  currency: string;
  growth_bp: number;
  own_share_bp: number | null;
  competitors: Jsonb<MarketProfile['competitors']>;
  habits: string[];
  policy_notes: string;
  recorded_by: string;
  recorded_at: Date;
  replaced_at: Date | null;
}

export interface AttractivenessPolicyTable {
  code: string;
  version: number;
  weights: Jsonb<readonly AttractionWeight[]>;
  set_at: Date;
}

/** Always one row, empty until a policy is set. */
export interface AttractivenessInForceTable {
  code: string | null;
  version: number | null;
}

/** A partner's sales of a quarter (as a number: see `facts/quarters.ts`), as the last event says. */
export interface PartnerSalesTable {
  partner_id: string;
  quarter: number;
  amount: string;
  currency: string;
  heard_at: Date;
}

/** When a partner was enrolled first. */
export interface PartnerStartTable {
  partner_id: string;
  enrolled_at: Date;
}

export interface PartnerScoreTable {
  partner_id: string;
  year: number;
  score: string;
}

export interface ObjectiveTable {
  objective_id: string;
  version: Generated<number>;
  code: string;
  name: string;
  territory_code: string;
  indicator: Indicator;
  owner_code: string;
  starts_on: string;
  tolerance_bp: number;
  stages: Jsonb<ObjectiveDraft['stages']>;
}

export interface TargetTable {
  target_id: string;
  version: Generated<number>;
  code: string;
  name: string;
  model_id: string;
  period: string;
  currency: string;
}

/** A territory's part of a target, as it is being planned; `issued_amount` is what was issued last. */
export interface TargetNodeTable {
  node_id: string;
  target_id: string;
  version: Generated<number>;
  territory_code: string;
  territory_name: string;
  parent_code: string | null;
  path: string[];
  amount: string;
  status: Generated<NodeStatus>;
  method: CascadeMethod | null;
  share_bp: number | null;
  weight: string | null;
  round: Generated<number>;
  issued_amount: string | null;
  issued_by: string | null;
}

export interface TargetRoundTable {
  node_id: string;
  round: number;
  amount: string;
  issued_by: string;
  issued_at: Date;
  decision: 'accepted' | 'objected' | null;
  reason: string | null;
  decided_by: string | null;
  decided_at: Date | null;
}

/** Profiles, objectives and targets, and what events tell of partners for them. */
export interface MarketDb {
  market_profile: MarketProfileTable;
  attractiveness_policy: AttractivenessPolicyTable;
  attractiveness_in_force: AttractivenessInForceTable;
  partner_sales: PartnerSalesTable;
  partner_start: PartnerStartTable;
  partner_score: PartnerScoreTable;
  objective: ObjectiveTable;
  target: TargetTable;
  target_node: TargetNodeTable;
  target_round: TargetRoundTable;
}
