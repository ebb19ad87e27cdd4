/** A number below it and one amount more are a number that is exact. */
const LIMIT = 2 ** 52;

/** Adds up amounts of at most 2^52 exactly, most of the time without a bigint. */
export class ExactSum {
  #counted = 0;
  #carried = 0n;

  /** @param amount a whole number from 0 on. */
  add(amount: number): void {
    this.#counted += amount;
    if (this.#counted < LIMIT) return;
    this.#carried += BigInt(this.#counted);
    this.#counted = 0;
  }

  get total(): bigint {
    return this.#carried + BigInt(this.#counted);
  }
}
