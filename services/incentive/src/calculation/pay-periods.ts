import type { Month } from './history.js';

/** How often a plan pays. */
export type PayPeriodKind = 'month' | 'quarter' | 'half-year' | 'year';

/** Months in a period. */
export const MONTHS = { month: 1, quarter: 3, 'half-year': 6, year: 12 } as const satisfies Record<
  PayPeriodKind,
  number
>;

/** A period for which a plan pays. */
export interface PayPeriod {
  readonly first: Month;
  readonly months: number;
  /** `2019-07`, `2019-Q3`, `2019-H2` or `2019`. */
  readonly name: string;
  /** Its last day, YYYY-MM-DD. */
  readonly end: string;
}

/** The period of a kind that begins with a month. */
export function payPeriodFrom(kind: PayPeriodKind, first: Month): PayPeriod {
  const months = MONTHS[kind];
  return { first, months, name: nameOf(kind, first), end: lastDayOf(first + months - 1) };
}

/** Those that begin from `first` on and not after `through`; both are months, and `first` begins a period. */
export function payPeriodsBetween(kind: PayPeriodKind, first: Month, through: Month): PayPeriod[] {
  const count = Math.max(0, Math.floor((through - first) / MONTHS[kind]) + 1);
  return Array.from({ length: count }, (_, index) => payPeriodFrom(kind, first + index * MONTHS[kind]));
}

/** The first month of the first period that lies wholly on or after a date. */
export function firstMonthFrom(kind: PayPeriodKind, date: string): Month {
  const month = monthOf(date) + (date.endsWith('-01') ? 0 : 1);
  return Math.ceil(month / MONTHS[kind]) * MONTHS[kind];
}

/** The last month of the last period that ends on or before a date. */
export function lastMonthUntil(kind: PayPeriodKind, date: string): Month {
  const month = monthOf(date);
  const over = lastDayOf(month) === date ? month + 1 : month;
  return Math.floor(over / MONTHS[kind]) * MONTHS[kind] - 1;
}

/** @example monthOf('2019-07-31') // 2019 * 12 + 6 */
export function monthOf(date: string): Month {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

/**
 * A period by its name.
 *
 * @example periodNamed('2019-Q3') // { kind: 'quarter', first: 2019 * 12 + 6, months: 3, name: '2019-Q3', end: '2019-09-30' }
 */
export function periodNamed(name: string): PayPeriod & { readonly kind: PayPeriodKind } {
  const january = Number(name.slice(0, 4)) * 12;
  const part = name.slice(5);
  const kind = kindOf(part);
  const place = kind === 'year' ? 1 : Number(part.replace(/^[QH]/, ''));
  return { kind, ...payPeriodFrom(kind, january + (place - 1) * MONTHS[kind]) };
}

function kindOf(part: string): PayPeriodKind {
  if (part === '') return 'year';
  if (part.startsWith('Q')) return 'quarter';
  return part.startsWith('H') ? 'half-year' : 'month';
}

function nameOf(kind: PayPeriodKind, first: Month): string {
  const year = String(Math.floor(first / 12)).padStart(4, '0');
  const inYear = first % 12;
  switch (kind) {
    case 'month':
      return `${year}-${String(inYear + 1).padStart(2, '0')}`;
    case 'quarter':
      return `${year}-Q${inYear / 3 + 1}`;
    case 'half-year':
      return `${year}-H${inYear / 6 + 1}`;
    case 'year':
      return year;
  }
}

function lastDayOf(month: Month): string {
  // Day 0 of the next month; Date.UTC would read a year below 100 as 19xx, which no plan has.
  return new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).toISOString().slice(0, 10);
}
