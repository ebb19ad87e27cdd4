import type { Generated } from 'kysely';

/** Minor units: bigint in the database, which arrives as text. */
type Amount = string;
/** See periods.ts. */
type QuarterNumber = number;

/** Quotas as they were set through the API. */
export interface QuotaTable {
  payee_kind: Generated<'partner' | 'salesperson'>;
  payee_code: string;
  quota_set: Generated<string>;
  quarter: QuarterNumber;
  amount: Amount;
  currency: string;
}

/** What of the accepted target of a territory (a node of its cascade) falls to one who works in it. */
export interface TargetQuotaTable {
  node_id: string;
  salesperson_code: string;
  quarter: QuarterNumber;
  territory_code: string;
  /** Territory codes from the top of the tree down to this one. */
  path: string[];
  /** Whether the target is of a whole year. */
  of_year: boolean;
  amount: Amount;
  currency: string;
  accepted_at: Date;
}

export interface QuotaTables {
  quota: QuotaTable;
  target_quota: TargetQuotaTable;
}
