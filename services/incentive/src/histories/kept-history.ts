import { type Fraction, NOTHING, sumFractions } from '../calculation/fraction.js';
import type { Month, PayeeHistory } from '../calculation/history.js';
import { factOn } from '../calculation/known-facts.js';
import { type Participation, participationIn, type Span } from '../calculation/participation.js';

/** What was read of a payee: sums, transactions and quotas by bucket, which is so many months. */
export interface ReadPayee {
  readonly kind: 'partner' | 'salesperson';
  readonly code: string;
  readonly sums: readonly ReadonlyMap<number, Fraction>[];
  readonly transactions: readonly ReadonlyMap<number, readonly Fraction[]>[];
  /** By set, then by quarter. */
  readonly quotas: ReadonlyMap<string, ReadonlyMap<number, Fraction>>;
  /** By name: values in the order of the days from which they hold. */
  readonly facts: ReadonlyMap<string, readonly DatedValue[]>;
  /** When it takes part; at all times when missing. */
  readonly spans?: readonly Span[] | undefined;
}

/** What holds from a day (YYYY-MM-DD) on, until the next. */
export interface DatedValue {
  readonly from: string;
  readonly value: string;
}

/** A history that was read from tables. Sums are kept by bucket: a plan asks for whole periods only. */
export class KeptHistory implements PayeeHistory {
  readonly kind: ReadPayee['kind'];
  readonly code: string;
  readonly #read: ReadPayee;
  readonly #bucketMonths: number;

  constructor(read: ReadPayee, bucketMonths: number) {
    this.kind = read.kind;
    this.code = read.code;
    this.#read = read;
    this.#bucketMonths = bucketMonths;
  }

  sum(measure: number, first: Month, months: number): Fraction {
    const sums = this.#read.sums[measure];
    if (!sums) return NOTHING;
    const from = Math.floor(first / this.#bucketMonths);
    const count = Math.ceil(months / this.#bucketMonths);
    // By far the commonest: one period, of which there is one sum already.
    if (count === 1) return sums.get(from) ?? NOTHING;
    const parts: Fraction[] = [];
    for (let bucket = from; bucket < from + count; bucket += 1) {
      const part = sums.get(bucket);
      if (part) parts.push(part);
    }
    return sumFractions(parts);
  }

  transactions(measure: number, first: Month, months: number): readonly Fraction[] {
    const byBucket = this.#read.transactions[measure];
    return this.#bucketsOf(first, months).flatMap((bucket) => byBucket?.get(bucket) ?? []);
  }

  /** The quarters of the months; of a month a third of its quarter. */
  quota(set: string, first: Month, months: number): Fraction | undefined {
    const quotas = this.#read.quotas.get(set);
    if (!quotas) return undefined;
    const parts: Fraction[] = [];
    for (let month = first; month < first + months; month += 1) {
      const quota = quotas.get(Math.floor(month / 3));
      if (quota) parts.push({ numerator: quota.numerator, denominator: quota.denominator * 3n });
    }
    return parts.length === 0 ? undefined : sumFractions(parts);
  }

  /** The latest value that held on that day. */
  fact(name: string, on: string): string | undefined {
    return factOn(this.#read.facts.get(name), name, on);
  }

  participation(first: Month, months: number): Participation {
    return participationIn(this.#read.spans, first, months);
  }

  #bucketsOf(first: Month, months: number): number[] {
    const from = Math.floor(first / this.#bucketMonths);
    const count = Math.ceil(months / this.#bucketMonths);
    return Array.from({ length: count }, (_, index) => from + index);
  }
}
