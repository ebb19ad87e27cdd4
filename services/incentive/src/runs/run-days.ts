/** The last day of a month since year 0. @example lastDayOf(2019 * 12 + 1) // '2019-02-28' */
export function lastDayOf(month: number): string {
  return new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).toISOString().slice(0, 10);
}
