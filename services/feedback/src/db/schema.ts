import type { ScorecardDraft, ScorePart, ActionKind } from '@quyu/feedback-contracts';
import type { Jsonb } from '@quyu/plugin-kit';
import type { Generated, Kysely } from 'kysely';

/** What a respondent said; `observed_on` is `YYYY-MM-DD`. */
export interface ObservationTable {
  source: string;
  external_id: string;
  respondent: string;
  category: string;
  product_group: string;
  observed_on: string;
  batch_id: string;
  recorded_at: Date;
}

/** The latest that is known of a partner's quarter; `sales` in minor units. */
export interface PartnerQuarterTable {
  partner_id: string;
  period: string;
  year: Generated<number>;
  partner_code: string;
  sales: string;
  currency: string;
  orders: number;
  product_groups: string[];
}

/** Every version a scorecard has had; the highest is in force. */
export interface ScorecardTable {
  code: string;
  version: number;
  terms: Jsonb<ScorecardDraft>;
  set_at: Date;
}

/** How often a scorecard's year has been evaluated: the latest evaluation owns the scores. */
export interface EvaluationTable {
  scorecard_code: string;
  year: number;
  generation: number;
}

/** `score` has four decimals, for show; the parts hold the exact ranks. */
export interface ScoreTable {
  scorecard_code: string;
  year: number;
  partner_id: string;
  partner_code: string;
  scorecard_version: number;
  score: string;
  grade: string;
  position: number;
  parts: Jsonb<ScorePart[]>;
}

export interface RecommendationTable {
  scorecard_code: string;
  year: number;
  partner_id: string;
  kind: ActionKind;
  partner_code: string;
  grade: string;
  reason: string;
}

/** Where partners are: territory codes from the top of the tree down. */
export interface PartnerTerritoryTable {
  partner_id: string;
  path: string[];
}

export interface FeedbackDb {
  partner_territory: PartnerTerritoryTable;
  observation: ObservationTable;
  partner_quarter: PartnerQuarterTable;
  scorecard: ScorecardTable;
  evaluation: EvaluationTable;
  score: ScoreTable;
  recommendation: RecommendationTable;
}

export type Db = Kysely<FeedbackDb>;
