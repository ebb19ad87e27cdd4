import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { participationIn, type Span, spansOfWords } from './participation.js';

const JULY = 2019 * 12 + 6;

describe('the days on which somebody took part', () => {
  it.each<[string, readonly Span[] | undefined, number, number]>([
    ['all where nothing is known', undefined, 92, 92],
    ['none where nothing is said to be', [], 0, 92],
    ['from the day of joining on, that day included', [{ from: '2019-08-01', to: null }], 61, 92],
    ['until the day of leaving, that day included', [{ from: '2017-01-01', to: '2019-07-01' }], 1, 92],
    ['each once where spans overlap', [{ from: '2019-07-01', to: '2019-07-20' }, { from: '2019-07-10', to: '2019-07-31' }], 31, 92],
    ['of spans in any order', [{ from: '2019-09-30', to: null }, { from: '2019-07-01', to: '2019-07-01' }], 2, 92],
    ['none of spans outside', [{ from: '2019-10-01', to: null }, { from: '2018-07-01', to: '2019-06-30' }], 0, 92],
  ])('%s', (_, spans, days, of) => expect(participationIn(spans, JULY, 3)).toEqual({ days, of })); // prettier-ignore

  it('know leap years', () => {
    expect(participationIn(undefined, 2020 * 12 + 1, 1)).toEqual({ days: 29, of: 29 });
  });

  it('are those of a calendar, walked day by day', () => {
    const day$ = fc.integer({ min: 0, max: 400 }).map((after) => new Date(Date.UTC(2019, 5, 1 + after)).toISOString().slice(0, 10)); // prettier-ignore
    const span$ = fc.record({ from: day$, to: fc.option(day$) });
    fc.assert(
      fc.property(fc.array(span$, { maxLength: 5 }), fc.integer({ min: 1, max: 12 }), (spans, months) => {
        let days = 0;
        for (let at = Date.UTC(2019, 6, 1); at < Date.UTC(2019, 6 + months, 1); at += 86_400_000) {
          const day = new Date(at).toISOString().slice(0, 10);
          if (spans.some(({ from, to }) => from <= day && (to === null || day <= to))) days += 1;
        }
        expect(participationIn(spans, JULY, months).days).toBe(days);
      }),
    );
  });
});

describe('what is said of taking part', () => {
  it('holds from its day on, and the other way before the first', () => {
    const words = (...said: readonly [string, string][]) => spansOfWords(said.map(([from, value]) => ({ from, value })));
    expect(words(['2019-02-01', 'yes'], ['2019-03-01', 'no'])).toEqual([{ from: '2019-02-01', to: '2019-02-28' }]);
    expect(words(['2019-02-01', 'no'])).toEqual([{ from: '0001-01-01', to: '2019-01-31' }]);
  }); // prettier-ignore
});
