import type { Fraction } from './fraction.js';
import type { Participation } from './participation.js';

/** Months since year 0: July 2019 is 2019 * 12 + 6. */
export type Month = number;

/** Which part of the ledger a number sums up, for payees of a kind. Two of the same content are one. */
export interface Measure {
  readonly payee: 'partner' | 'salesperson';
  /** Credited to the payee itself, to the people below it, to both, or by overlays. Partners have only their own. */
  readonly credit: 'own' | 'group' | 'own-and-group' | 'overlay';
  readonly of: 'amount' | 'quantity' | 'orders';
  /** Any of these; all products when missing. */
  readonly products?: {
    readonly codes?: readonly string[];
    readonly groups?: readonly string[];
    readonly categories?: readonly string[];
  };
  /** The partner is in one of these territories, or below it, on the day of the sale. */
  readonly territories?: readonly string[];
  /** Asked for one by one, not only summed: 'line' or 'order'. */
  readonly transactions?: 'line' | 'order';
  /** Returns later than so many days after the sale do not count (the window of a clawback); all count when missing. */
  readonly returnsWithinDays?: number;
}

/** All that a calculation needs to know of one payee. Amounts are in minor units of the plan's currency, exact. */
export interface PayeeHistory {
  readonly kind: 'partner' | 'salesperson';
  readonly code: string;
  /** The sum over `months` months from `first` on; zero where there is nothing. `measure` is an index into the measures asked for. */
  sum(measure: number, first: Month, months: number): Fraction;
  /** Net amounts of transactions (a sale with its returns) of those months, by day, source and line. */
  transactions(measure: number, first: Month, months: number): readonly Fraction[];
  /** The quota of a set ("sales" unless a plan names another); undefined where there is none. */
  quota(set: string, first: Month, months: number): Fraction | undefined;
  /** A fact by name on a date (YYYY-MM-DD), e.g. "score", "certified:sales-basics", "open-violations"; undefined when not known. */
  fact(name: string, on: string): string | undefined;
  /** Days of those months on which the payee took part, of all days. */
  participation(first: Month, months: number): Participation;
}
