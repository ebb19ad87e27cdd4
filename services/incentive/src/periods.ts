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
