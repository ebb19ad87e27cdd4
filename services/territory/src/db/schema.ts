import type { Jsonb } from '@quyu/plugin-kit';
import type { AlignmentDraft, AlignmentQuality, Condition } from '@quyu/territory-contracts';

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

/** A proposal that was asked for; `quality` once it is made. */
export interface AlignmentTable {
  alignment_id: string;
  model_id: string;
  draft: Jsonb<AlignmentDraft>;
  quality: Jsonb<AlignmentQuality> | null;
}

export interface AlignmentTerritoryTable {
  alignment_id: string;
  code: string;
  name: string;
  potential: string;
  workload: string;
  unit_codes: string[];
}

export interface TerritoryDb {
  model: ModelTable;
  active_model: ActiveModelTable;
  territory: TerritoryTable;
  rule: RuleTable;
  subject: SubjectTable;
  assignment: AssignmentTable;
  staff: StaffTable;
  alignment: AlignmentTable;
  alignment_territory: AlignmentTerritoryTable;
}
