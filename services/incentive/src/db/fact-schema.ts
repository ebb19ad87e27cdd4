/** What is true of a payee from a day on. */
export interface PayeeFactTable {
  payee_kind: 'partner' | 'salesperson';
  payee_code: string;
  name: string;
  value: string;
  valid_from: string;
  /** Who said so: "set" when it was set through the API. */
  source: string;
}

export interface FactTables {
  payee_fact: PayeeFactTable;
}
