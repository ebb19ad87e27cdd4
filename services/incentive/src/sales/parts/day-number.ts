/** Days of the calendar as Postgres counts them in its binary format: 0 is 2000-01-01. */
export type DayNumber = number;

const DAYS_OF_ERA = 146_097;
/** Of 2000-01-01, counted from 0000-03-01: so counted, the day that comes every four years is the last of its year. */
const FIRST = 730_425;

/**
 * @param month 1 to 12.
 * @example dayNumber(2000, 1, 1) // 0
 */
export function dayNumber(year: number, month: number, day: number): DayNumber {
  const counted = month > 2 ? year : year - 1;
  const era = Math.floor(counted / 400);
  const ofEra = counted - era * 400;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const ofYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const leaps = Math.floor(ofEra / 4) - Math.floor(ofEra / 100);
  return era * DAYS_OF_ERA + ofEra * 365 + leaps + ofYear - FIRST;
}

/** @example dayNumberOf('2000-01-02') // 1 */
export function dayNumberOf(date: string): DayNumber {
  return dayNumber(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}
