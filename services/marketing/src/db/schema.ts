import type { Kysely } from 'kysely';

/** A campaign as planned; dates are `YYYY-MM-DD`, `end_date` is the last day. */
export interface CampaignTable {
  campaign_id: string;
  code: string;
  name: string;
  kind: string;
  audience: string;
  discount_bp: number;
  start_date: string;
  end_date: string;
  min_quantity: number;
  max_quantity: number | null;
}

/** Every version an accrual rule has had; the highest is in force. */
export interface AccrualRuleTable {
  code: string;
  version: number;
  rate_bp: number;
  set_at: Date;
}

/** The latest that is known of a partner's sales of a quarter; `sales` in minor units. */
export interface PartnerQuarterSalesTable {
  partner_id: string;
  period: string;
  partner_code: string;
  sales: string;
  currency: string;
}

/** The MDF ledger: the database refuses to change or remove an entry. Amounts in minor units. */
export interface MdfEntryTable {
  entry_id: string;
  partner_id: string;
  partner_code: string;
  period: string;
  kind: 'accrue' | 'adjust';
  amount: string;
  currency: string;
  rule_code: string;
  rule_version: number;
  sales: string;
  recorded_at: Date;
}

/** Where partners are: territory codes from the top of the tree down. */
export interface PartnerTerritoryTable {
  partner_id: string;
  path: string[];
}

export interface MarketingDb {
  partner_territory: PartnerTerritoryTable;
  campaign: CampaignTable;
  accrual_rule: AccrualRuleTable;
  partner_quarter_sales: PartnerQuarterSalesTable;
  mdf_entry: MdfEntryTable;
}

export type Db = Kysely<MarketingDb>;
