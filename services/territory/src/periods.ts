/** A time in days, `YYYY-MM-DD`: the first and the last count, and without a last it goes on. */
export interface Period {
  readonly from: string;
  readonly to?: string | null | undefined;
}

export function endsBeforeItBegins({ from, to }: Period): boolean {
  return typeof to === 'string' && to < from;
}

/** Whether two times share a day. */
export function overlap(one: Period, other: Period): boolean {
  return includesOrPrecedes(one, other.from) && includesOrPrecedes(other, one.from);
}

/** Whether a day is within a time. */
export function includesDay(period: Period, day: string): boolean {
  return period.from <= day && includesOrPrecedes(period, day);
}

function includesOrPrecedes({ to }: Period, day: string): boolean {
  return to === null || to === undefined || day <= to;
}
