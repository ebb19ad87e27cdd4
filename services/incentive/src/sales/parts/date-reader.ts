import { type Cell, digits } from '../cells.js';
import { type DayNumber, dayNumber } from './day-number.js';
import type { Quarter } from '../../periods.js';

const DATE_BYTES = 10;

/** Reads dates, most of which are that of the line before: the lines of an order are of one day. */
export class DateReader {
  day: DayNumber = 0;
  /** Year times twelve and the month from 0 on. */
  month = 0;
  quarter: Quarter = 0;
  readonly #last = new Uint8Array(DATE_BYTES);

  /** @param cell that holds a date, see `isDate`. */
  read(bytes: Uint8Array, { start }: Cell): void {
    if (this.#isLast(bytes, start)) return;
    for (let index = 0; index < DATE_BYTES; index += 1) this.#last[index] = bytes[start + index]!;
    const year = digits(bytes, start, start + 4);
    const month = digits(bytes, start + 5, start + 7);
    this.day = dayNumber(year, month, digits(bytes, start + 8, start + DATE_BYTES));
    this.month = year * 12 + month - 1;
    this.quarter = Math.floor(this.month / 3);
  }

  /** Dates differ in their last digits most of the time. */
  #isLast(bytes: Uint8Array, start: number): boolean {
    for (let index = DATE_BYTES - 1; index >= 0; index -= 1)
      if (bytes[start + index] !== this.#last[index]) return false;
    return true;
  }
}
