/** A quarter as a number that rises by one each quarter, so that the year before is four less: 2019-Q3 is 8078. */
export type Quarter = number;

/** @example quarterOf('2019-Q3') // 8078 */
export function quarterOf(period: string): Quarter {
  return Number(period.slice(0, 4)) * 4 + Number(period.slice(6)) - 1;
}

/** @example periodOf(8078) // '2019-Q3' */
export function periodOf(quarter: Quarter): string {
  return `${String(Math.floor(quarter / 4)).padStart(4, '0')}-Q${(quarter % 4) + 1}`;
}

/** The four quarters of a calendar year, first and last. */
export function quartersOfYear(year: number): { readonly first: Quarter; readonly last: Quarter } {
  return { first: year * 4, last: year * 4 + 3 };
}

const FIRST_DAYS = ['01-01', '04-01', '07-01', '10-01'] as const;
const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'] as const;

/** The first quarter that begins on or after a date. */
export function firstQuarterFrom(date: string): Quarter {
  const begun = FIRST_DAYS.filter((day) => day < date.slice(5)).length;
  return Number(date.slice(0, 4)) * 4 + begun;
}

/** The last quarter that ends on or before a date. */
export function lastQuarterUntil(date: string): Quarter {
  const over = LAST_DAYS.filter((day) => day <= date.slice(5)).length;
  return Number(date.slice(0, 4)) * 4 + over - 1;
}
