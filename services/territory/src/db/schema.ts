import type { Jsonb } from '@quyu/plugin-kit';
import type { Condition } from '@quyu/territory-contracts';
import type { CoverageTables, DiversionTables, OrgTables, StaffingTables } from './field-schema.js';
import type { MarketDb } from './market-schema.js';

export interface ModelTable {
  model_id: string;
  code: string;
  name: string;
  levels: string[];
  status: 'planning' | 'active' | 'archived';
  version: number;
  activated_at: Date | null;
}

/** Always one row: the model in force, or null before the first activation. Its lock orders all assigning. */
export interface ActiveModelTable {
  model_id: string | null;
}

export interface TerritoryTable {
  model_id: string;
  code: string;
  name: string;
  parent_code: string | null;
  level: number;
  path: string[];
}

export interface RuleTable {
  model_id: string;
  code: string;
  territory_code: string;
  priority: number;
  condition: Jsonb<Condition>;
}

export interface SubjectTable {
  subject_id: string;
  code: string;
  attributes: Jsonb<Readonly<Record<string, string>>>;
}

/** Where a subject is by the active model; none has a row before the first activation. */
export interface AssignmentTable {
  subject_id: string;
  model_id: string;
  status: 'assigned' | 'gap' | 'conflict';
  territory_code: string | null;
  rule_code: string | null;
  contenders: string[];
}

/** `hired_on` is `YYYY-MM-DD`. */
export interface StaffTable {
  staff_id: string;
  code: string;
  name: string;
  title: string;
  manager_code: string | null;
  hired_on: string | null;
  territory_codes: string[];
}

export interface TerritoryDb extends OrgTables, StaffingTables, CoverageTables, DiversionTables, MarketDb {
  model: ModelTable;
  active_model: ActiveModelTable;
  territory: TerritoryTable;
  rule: RuleTable;
  subject: SubjectTable;
  assignment: AssignmentTable;
  staff: StaffTable;
}
