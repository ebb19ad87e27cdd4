import type { Jsonb, Money } from '@quyu/plugin-kit';
import type {
  AlignmentDraft,
  AlignmentQuality,
  Assignment,
  Condition,
  Mode,
  PreviewChange,
} from '@quyu/territory-contracts';
import type { ColumnType, Generated } from 'kysely';
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
  base_model_id: Generated<string | null>;
  /** `YYYY-MM-DD`: the day on which it becomes active by itself. */
  effective_on: Generated<string | null>;
  mode: Generated<Mode>;
  force: Generated<boolean>;
  refusal: Generated<string | null>;
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
  decided_by: Generated<Assignment['by']>;
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

/** A person's decision; in force while the active model has the territory. `pinned_on` is `YYYY-MM-DD`. */
export interface PinTable {
  subject_id: string;
  territory_code: string;
  reason: string;
  pinned_on: string;
  pinned_by: string;
}

/** What an activation comes to, over all accounts. */
export interface PreviewCounts {
  readonly accounts: number;
  readonly moved: number;
  readonly gained: number;
  readonly lost: number;
  readonly gaps: number;
  readonly conflicts: number;
  readonly droppedPins: number;
  readonly revenueMoved: readonly Money[];
}

export interface PreviewTable {
  preview_id: string;
  model_id: string;
  model_version: number;
  base_model_id: string | null;
  mode: Mode;
  status: Generated<'running' | 'ready'>;
  counts: ColumnType<Partial<PreviewCounts>, string | undefined, string>;
  started_at: Date;
}

export interface PreviewChangeTable {
  preview_id: string;
  subject_id: string;
  subject_code: string;
  change: PreviewChange['change'];
  from_code: string | null;
  to_code: string | null;
  status: Assignment['status'];
  rule_code: string | null;
  contenders: string[];
  dropped_pin: boolean;
  sales: Jsonb<readonly Money[]>;
}

export interface TerritoryDb extends OrgTables, StaffingTables, CoverageTables, DiversionTables, MarketDb {
  model: ModelTable;
  active_model: ActiveModelTable;
  territory: TerritoryTable;
  rule: RuleTable;
  subject: SubjectTable;
  assignment: AssignmentTable;
  staff: StaffTable;
  pin: PinTable;
  preview: PreviewTable;
  preview_change: PreviewChangeTable;
  alignment: AlignmentTable;
  alignment_territory: AlignmentTerritoryTable;
}
