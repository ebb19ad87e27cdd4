/** See the contract; shares in basis points, null in a condition is anything. */
export interface CreditingRuleTable {
  code: string;
  effective_from: string;
  effective_to: string | null;
  priority: number;
  partners: string[] | null;
  salespeople: string[] | null;
  products: string[] | null;
  categories: string[] | null;
  territories: string[] | null;
  /** "line" is the salesperson of the line. */
  split_people: string[];
  split_shares: number[];
  overlay_people: string[];
  overlay_shares: number[];
}

/** Who shares one line and its returns, whatever rules say. */
export interface LineSplitTable {
  source: string;
  line_id: string;
  people: string[];
  shares: number[];
}

/** To whom a person reports from a day on. */
export interface SalespersonManagerTable {
  code: string;
  valid_from: string;
  manager_code: string | null;
  /** Of the event that said so. */
  version: string;
}

/** Where a partner is from a day on: in no territory when the path is empty. */
export interface PartnerPlaceTable {
  partner_id: string;
  valid_from: string;
  path: string[];
  version: string;
}

export interface CreditTables {
  crediting_rule: CreditingRuleTable;
  line_split: LineSplitTable;
  salesperson_manager: SalespersonManagerTable;
  partner_place: PartnerPlaceTable;
}
