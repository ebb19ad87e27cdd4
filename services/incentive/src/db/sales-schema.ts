import type { Jsonb } from '@quyu/plugin-kit';
import type { Generated, GeneratedAlways } from 'kysely';

/** Minor units: bigint in the database, which arrives as text. */
type Amount = string;
/** See periods.ts. */
type QuarterNumber = number;

/** The one row says in which currency the ledger is kept: that of the first sale. */
export interface LedgerTable {
  only_row: Generated<boolean>;
  currency: string;
}

/**
 * The sales ledger: one row a line, unique by source and line id. Large files fill parts of their own, which are read
 * through it: see sales/parts/part-store.ts.
 */
export interface SaleTable {
  source: string;
  order_number: string;
  product_code: string;
  partner_id: string;
  salesperson_code: string;
  sold_on: string;
  /** The day it counts on: of a return that of the sale it returns. */
  credited_on: string;
  /** Months since year 0, of `credited_on`. */
  month: Generated<number>;
  quarter: Generated<QuarterNumber>;
  /** Above zero for a sale, zero or below for a return. */
  quantity: number;
  /** In minor units of `currency`. */
  amount: Amount;
  currency: string;
  /** The system's own, or order and product where it has none. */
  line_id: string;
  /** The line of the same source that this one returns. */
  returns_line_id: string | null;
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
  line_id: string | null;
  /** What a line says that can be read, for trying it again. */
  said: Jsonb<Readonly<Record<string, unknown>>> | null;
  is_open: Generated<boolean>;
  dismissed_because: string | null;
}

/** A line that is rejected again by a later import is one rejection of several imports. */
export interface SalesImportRejectionTable {
  import_id: string;
  rejected_id: string;
}

/** One unit of `base` in units of `quote`, from a day on. */
export interface ExchangeRateTable {
  base: string;
  quote: string;
  valid_from: string;
  /** Exact decimal, as text. */
  rate: string;
  /** The same for minor units. */
  minor_rate: string;
}

/**
 * Quarters of partners whose sales have changed since they were last summed up, once for each change: who marks a quarter
 * neither waits for nor is missed by who is summing it up.
 */
export interface DirtyQuarterTable {
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

export interface SalesTables {
  ledger: LedgerTable;
  sale: SaleTable;
  sales_import: SalesImportTable;
  rejected_sale: RejectedSaleTable;
  exchange_rate: ExchangeRateTable;
  sales_import_rejection: SalesImportRejectionTable;
  dirty_quarter: DirtyQuarterTable;
  partner_quarter: PartnerQuarterTable;
  partner_quarter_seller: PartnerQuarterSellerTable;
}
