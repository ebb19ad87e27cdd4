import type { Month } from './history.js';

/** Days (YYYY-MM-DD) on which somebody takes part, the first and the last included; null when there is no last. */
export interface Span {
  readonly from: string;
  readonly to: string | null;
}

/** Days of some months on which a payee took part, of all days. */
export interface Participation {
  readonly days: number;
  readonly of: number;
}

const DAY = 86_400_000;

/**
 * The days of `months` months from `first` on that lie in any of the spans, each once; all of them where nothing is known.
 *
 * @example participationIn([{ from: '2019-07-17', to: null }], 2019 * 12 + 6, 1) // { days: 15, of: 31 }
 */
export function participationIn(
  spans: readonly Span[] | undefined,
  first: Month,
  months: number,
): Participation {
  const begin = dayOfMonth(first);
  const end = dayOfMonth(first + months);
  const of = end - begin;
  if (!spans) return { days: of, of };
  let days = 0;
  let counted = begin;
  for (const { from, to } of spans.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    const since = Math.max(counted, dayOf(from));
    const until = Math.min(end, to === null ? end : dayOf(to) + 1);
    if (until <= since) continue;
    days += until - since;
    counted = until;
  }
  return { days, of };
}

/**
 * The spans that dated words say: "yes" from a day on, "no" from another. Before the first word it was the other way.
 *
 * @param words in the order of their days.
 */
export function spansOfWords(words: readonly { readonly from: string; readonly value: string }[]): Span[] {
  return [{ from: '0001-01-01', value: words[0]?.value === 'yes' ? 'no' : 'yes' }, ...words].flatMap(
    ({ from, value }, at, all) => {
      const next = all[at + 1];
      return value === 'yes' ? [{ from, to: next ? dayBefore(next.from) : null }] : [];
    },
  );
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - DAY).toISOString().slice(0, 10);
}

function dayOf(day: string): number {
  return Date.parse(day) / DAY;
}

/** The first day of a month, as a number. */
function dayOfMonth(month: Month): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
}
