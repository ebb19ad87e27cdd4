import type { Quarter } from '../../periods.js';

/** Quarters of partners, who are told apart by their numbers from 0 on: a bit for each, of the quarters that there are any of. */
export class TouchedQuarters {
  readonly #byQuarter = new Map<Quarter, Uint8Array>();
  readonly #partners: number;
  // Those that were added last are mostly those of the next line.
  #last: Quarter = -1;
  #bitsOfLast: Uint8Array = new Uint8Array();

  constructor(partners: number) {
    this.#partners = partners;
  }

  add(partner: number, quarter: Quarter): void {
    if (quarter !== this.#last) {
      this.#last = quarter;
      this.#bitsOfLast = this.#byQuarter.get(quarter) ?? new Uint8Array(Math.ceil(this.#partners / 8));
      this.#byQuarter.set(quarter, this.#bitsOfLast);
    }
    this.#bitsOfLast[partner >> 3]! |= 1 << (partner & 7);
  }

  /** Each of them once, partner by partner, and of each in order. */
  *[Symbol.iterator](): Generator<readonly [partner: number, quarter: Quarter]> {
    const quarters = [...this.#byQuarter].toSorted(([one], [other]) => one - other);
    for (let partner = 0; partner < this.#partners; partner += 1)
      for (const [quarter, bits] of quarters)
        if (bits[partner >> 3]! & (1 << (partner & 7))) yield [partner, quarter];
  }
}
