import type { CostCeiling } from '@quyu/incentive-contracts';

export interface CostCeilingTable {
  code: string;
  dimension: CostCeiling['by'];
  /** Each for itself when null. */
  key: string | null;
  ceiling_bp: number;
  mode: CostCeiling['mode'];
  effective_from: string;
  effective_to: string | null;
}

export interface CostTables {
  cost_ceiling: CostCeilingTable;
}
