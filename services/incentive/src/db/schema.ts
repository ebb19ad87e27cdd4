import type { PlanDraft } from '@quyu/incentive-contracts';
import type { RunTables } from './run-schema.js';
import type { ColumnType } from 'kysely';
import type { DisputeTables } from './dispute-schema.js';
import type { CostTables } from './cost-schema.js';
import type { CreditTables } from './credit-schema.js';
import type { FactTables } from './fact-schema.js';
import type { AccountTables } from './account-schema.js';
import type { QuotaTables } from './quota-schema.js';
import type { SalesTables } from './sales-schema.js';
import type { UnitTables } from './unit-schema.js';

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

/** Every version a plan has had; the highest is in force. */
export interface PlanTable {
  code: string;
  version: number;
  terms: ColumnType<PlanDraft, string, never>;
  set_at: Date;
}

export interface IncentiveDb
  extends
    UnitTables,
    SalesTables,
    RunTables,
    AccountTables,
    FactTables,
    QuotaTables,
    CostTables,
    DisputeTables,
    CreditTables {
  partner: PartnerTable;
  partner_reference: PartnerReferenceView;
  partner_territory: PartnerTerritoryTable;
  salesperson: SalespersonTable;
  product: ProductTable;
  plan: PlanTable;
}
