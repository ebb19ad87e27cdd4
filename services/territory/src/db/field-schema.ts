import type { Jsonb } from '@quyu/plugin-kit';
import type {
  Diversion,
  DiversionReason,
  DiversionRule,
  Outlet,
  Position,
  Severity,
  StaffingCheck,
  StaffingRule,
  StaffingViolation,
  UnitKind,
  Verdict,
} from '@quyu/territory-contracts';

type Attributes = Readonly<Record<string, string>>;

/** Days are `YYYY-MM-DD`; `path` holds the codes from the top of the tree down to this one. */
export interface OrgUnitTable {
  code: string;
  unit_id: string;
  kind: UnitKind;
  name: string;
  parent_code: string | null;
  path: string[];
  territory_codes: string[];
  opens_on: string | null;
  closes_on: string | null;
}

export interface OrgMemberTable {
  member_id: string;
  unit_code: string;
  staff_code: string;
  position: Position;
  grade: string | null;
  full_time: boolean;
  sells: boolean;
  leader_code: string | null;
  from_date: string;
  to_date: string | null;
}

export interface OrgTables {
  org_unit: OrgUnitTable;
  org_member: OrgMemberTable;
}

/** Every version is kept; the latest of a code counts. */
export interface StaffingRuleTable {
  code: string;
  version: number;
  title: Jsonb<StaffingRule['title']>;
  in_force: boolean;
  check: Jsonb<StaffingCheck>;
  set_at: Date;
}

export interface StaffingViolationTable {
  violation_id: string;
  rule_code: string;
  rule_version: number;
  unit_code: string;
  unit_kind: UnitKind;
  staff_code: string | null;
  actual: number | null;
  min: number | null;
  max: number | null;
  explanation: Jsonb<StaffingViolation['explanation']>;
  appeared_on: string;
  resolved_on: string | null;
}

export interface StaffingTables {
  staffing_rule: StaffingRuleTable;
  staffing_violation: StaffingViolationTable;
}

/** Placed by the model `model_id`; by none before the first activation. */
export interface OutletTable {
  code: string;
  name: string;
  attributes: Jsonb<Attributes>;
  product_lines: string[];
  opens_on: string | null;
  closes_on: string | null;
  model_id: string | null;
  status: Outlet['status'];
  territory_code: string | null;
  rule_code: string | null;
  path: string[];
}

export interface OutletObservationTable {
  outlet_code: string;
  product_line: string;
  observed_on: string;
  carried: boolean;
}

export interface CoverageTables {
  outlet: OutletTable;
  outlet_observation: OutletObservationTable;
}

/** `product_lines` is null for all of them. */
export interface PartnerGrantTable {
  code: string;
  partner_code: string;
  territory_codes: string[];
  product_lines: string[] | null;
  exclusive: boolean;
  from_date: string;
  to_date: string | null;
}

/** `amount` and `quantity` come as text: they are `bigint`. */
export interface ShipmentTable {
  shipment_id: string;
  source: string;
  line_id: string;
  partner_code: string;
  product_line: string;
  ship_to: Jsonb<Attributes>;
  shipped_on: string;
  quantity: string;
  amount: string;
  currency: string;
  verdict: Verdict;
  model_id: string | null;
  territory_code: string | null;
  rule_code: string | null;
  grant_code: string | null;
  path: string[];
}

export interface DiversionTable {
  diversion_id: string;
  shipment_id: string;
  partner_code: string;
  product_line: string;
  shipped_on: string;
  model_code: string;
  territory_code: string;
  path: string[];
  rule_code: string;
  reason: DiversionReason;
  grant_codes: string[];
  exclusive_grant_codes: string[];
  repeats: number;
  severity: Severity | null;
  status: Diversion['status'];
  dismissal: Jsonb<NonNullable<Diversion['dismissal']>> | null;
  detected_at: Date;
}

export interface DiversionRuleTable {
  version: number;
  window_days: number;
  levels: Jsonb<DiversionRule['levels']>;
}

export interface DiversionTables {
  partner_grant: PartnerGrantTable;
  shipment: ShipmentTable;
  diversion: DiversionTable;
  diversion_rule: DiversionRuleTable;
}
