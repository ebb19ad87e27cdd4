/** What is true of a payee from a day on. */
export interface PayeeFactTable {
  payee_kind: 'partner' | 'salesperson';
  payee_code: string;
  name: string;
  value: string;
  valid_from: string;
  /** Who said so: "set" when it was set through the API, else the service whose event did. */
  source: string;
}

/** A case of diversion that stands: closed, it is gone. */
export interface ViolationCaseTable {
  diversion_id: string;
  partner_code: string;
  found_on: string;
}

export interface FactTables {
  payee_fact: PayeeFactTable;
  violation_case: ViolationCaseTable;
}
