import type { PlanDraft } from '@quyu/incentive-contracts';
import type { Jsonb } from '@quyu/plugin-kit';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { UnitTables } from './unit-schema.js';

/** Minor units: bigint in the database, which arrives as text. */
type Amount = string;
/** See periods.ts. */
type QuarterNumber = number;

export interface PartnerTable {
  partner_id: string;
  code: string;
  external_id: string | null;
  name: string;
}

/** A view: every text by which a sales line may name a partner. */
export interface PartnerReferenceView {
  reference: string;
  partner_id: string;
}

export interface PartnerTerritoryTable {
  partner_id: string;
  territory_code: string;
  territory_name: string;
  partner_code: string;
  /** Territory codes from the top of the tree down to this one. */
  path: string[];
}

export interface SalespersonTable {
  code: string;
  name: string;
  manager_code: string | null;
}

export interface ProductTable {
  code: string;
  name: string;
  category: string;
  product_group: string;
}

/** The one row says in which currency the ledger is kept: that of the first sale. */
export interface LedgerTable {
  only_row: Generated<boolean>;
  currency: string;
}

/** The sales ledger: one row a line, unique by source, order and product. */
export interface SaleTable {
  source: string;
  order_number: string;
  product_code: string;
  partner_id: string;
  salesperson_code: string;
  sold_on: string;
  quarter: GeneratedAlways<QuarterNumber>;
  quantity: number;
  amount: Amount;
  import_id: string;
  /** Where the line stands in its file. */
  line: number;
}

export interface SalesImportTable {
  import_id: string;
  source: string;
  file: string;
  currency: string;
  lines: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  amount: Amount;
  imported_at: Date;
}

export interface RejectedSaleTable {
  rejected_id: GeneratedAlways<string>;
  source: string;
  file: string;
  line: number;
  column_name: string | null;
  value: string | null;
  code: string;
  reason: string;
  raw: string;
  raw_hash: GeneratedAlways<string>;
  order_number: string | null;
  product_code: string | null;
  is_open: Generated<boolean>;
}

/** A line that is rejected again by a later import is one rejection of several imports. */
export interface SalesImportRejectionTable {
  import_id: string;
  rejected_id: string;
}

/**
 * Quarters of partners whose sales have changed since they were last summed up, once for each change: who marks a quarter
 * neither waits for nor is missed by who is summing it up.
 */
export interface DirtyQuarterTable {
  mark_id: GeneratedAlways<string>;
  partner_id: string;
  quarter: QuarterNumber;
}

export interface PartnerQuarterTable {
  partner_id: string;
  quarter: QuarterNumber;
  sales: Amount;
  orders: number;
  lines: number;
  product_groups: string[];
}

/** Who sold how much to a partner in a quarter. */
export interface PartnerQuarterSellerTable {
  partner_id: string;
  quarter: QuarterNumber;
  salesperson_code: string;
  sales: Amount;
}

export interface QuotaTable {
  salesperson_code: string;
  quarter: QuarterNumber;
  amount: Amount;
  currency: string;
}

/** Every version a plan has had; the highest is in force. */
export interface PlanTable {
  code: string;
  version: number;
  terms: ColumnType<PlanDraft, string, never>;
  set_at: Date;
}

export interface ResultTable {
  result_id: string;
  plan_code: string;
  plan_version: number;
  component: string;
  payee_kind: 'partner' | 'salesperson';
  payee_code: string;
  quarter: QuarterNumber;
  amount: Amount;
  currency: string;
  /** All that the amount follows from besides the plan. */
  facts: Jsonb<Readonly<Record<string, unknown>>>;
  /** The run that last changed what others are told of the result. */
  run_id: string;
}

export interface RunTable {
  run_id: string;
  results: number;
  changed: number;
  completed_at: Date;
}

export interface IncentiveDb extends UnitTables {
  partner: PartnerTable;
  partner_reference: PartnerReferenceView;
  partner_territory: PartnerTerritoryTable;
  salesperson: SalespersonTable;
  product: ProductTable;
  ledger: LedgerTable;
  sale: SaleTable;
  sales_import: SalesImportTable;
  rejected_sale: RejectedSaleTable;
  sales_import_rejection: SalesImportRejectionTable;
  dirty_quarter: DirtyQuarterTable;
  partner_quarter: PartnerQuarterTable;
  partner_quarter_seller: PartnerQuarterSellerTable;
  quota: QuotaTable;
  plan: PlanTable;
  result: ResultTable;
  run: RunTable;
}
