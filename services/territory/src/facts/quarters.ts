/** A quarter as a number that rises by one each quarter, so that the year before is four less: 2019-Q3 is 8078. */
export type Quarter = number;

/** The quarters of a period, first and last. */
export interface QuarterSpan {
  readonly first: Quarter;
  readonly last: Quarter;
}

/** @example quarterOf('2019-Q3') // 8078 */
export function quarterOf(period: string): Quarter {
  return Number(period.slice(0, 4)) * 4 + Number(period.slice(6)) - 1;
}

/** @example quarterText(8078) // '2019-Q3' */
export function quarterText(quarter: Quarter): string {
  return `${String(Math.floor(quarter / 4)).padStart(4, '0')}-Q${(quarter % 4) + 1}`;
}

/** The quarters of a year or of a quarter. @example quartersOf('2019') // { first: 8076, last: 8079 } */
export function quartersOf(period: string): QuarterSpan {
  const year = Number(period.slice(0, 4)) * 4;
  if (period.length === 4) return { first: year, last: year + 3 };
  const quarter = quarterOf(period);
  return { first: quarter, last: quarter };
}

/** The same quarters a year before. */
export function yearBefore({ first, last }: QuarterSpan): QuarterSpan {
  return { first: first - 4, last: last - 4 };
}

/** @example firstDayOf('2019-Q3') // '2019-07-01' */
export function firstDayOf(period: string): string {
  const month = (quartersOf(period).first % 4) * 3 + 1;
  return `${period.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
}

const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'] as const;

/** The last four quarters that are over at the end of a day. */
export function fourQuartersUntil(date: string): QuarterSpan {
  const over = LAST_DAYS.filter((day) => day <= date.slice(5)).length;
  const last = Number(date.slice(0, 4)) * 4 + over - 1;
  return { first: last - 3, last };
}
