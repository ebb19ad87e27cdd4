import type { CodeTable } from './code-table.js';

/** What sales lines may name, as the service knows it when a file begins. */
export interface KnownNames {
  /** Numbered in the order of their ids. */
  readonly partners: CodeTable;
  /** The id of each, in this order: 16 bytes each. */
  readonly partnerIds: Buffer;
  readonly products: CodeTable;
  readonly salespeople: CodeTable;
  /** The ledger's, and those that can be converted into it. */
  readonly currencies: CodeTable;
  readonly currencyCodes: readonly string[];
  /** Of each currency the first day, as Postgres counts days, from which on it can be converted into the ledger's. */
  readonly convertibleFrom: readonly number[];
}
