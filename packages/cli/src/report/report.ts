import type { MarketReview } from '@quyu/feedback-contracts';

/** A total over everything and, under the year itself, the part of that year: `{ total: '1.00', 2019: '0.50' }`. */
export interface Totals {
  readonly total: string;
  readonly [year: number]: string;
}

/** How long the parts of the main job took; null where it is not known. */
export interface Seconds {
  readonly boot: number | null;
  readonly import: number | null;
  readonly calculate: number | null;
}

/** Sales per territory, under the year. */
interface YearSales {
  readonly [sales: `sales${number}`]: Readonly<Record<string, string>>;
}

/** The market review as it is printed. Keys that name a year carry it: `sales2019`, and `2019` in the totals. */
export interface Report {
  readonly territory: { readonly partners: Readonly<Record<string, number>> } & YearSales;
  readonly partner: MarketReview['partner'];
  readonly incentive: {
    readonly lines: MarketReview['incentive']['lines'];
    readonly volumeRebate: Totals;
    readonly growthRebate: Totals;
    readonly attainmentBonus: Totals;
  };
  readonly marketing: { readonly mdfAccrued: Totals; readonly campaigns: number };
  readonly feedback: MarketReview['feedback'];
  readonly events: MarketReview['events'];
  readonly stuck: MarketReview['stuck'];
  readonly seconds: Seconds;
}

/** Makes the report of a review. */
export function reportOf(review: MarketReview, seconds: Seconds): Report {
  const { year, territory, partner, incentive, marketing, feedback, events, stuck } = review;
  const totals = ({ total, ofYear }: { total: string; ofYear: string }): Totals => ({
    total,
    [year]: ofYear,
  });
  const sales: YearSales = { [`sales${year}`]: territory.sales };
  return {
    territory: { partners: territory.partners, ...sales },
    partner,
    incentive: {
      lines: incentive.lines,
      volumeRebate: totals(incentive.volumeRebate),
      growthRebate: totals(incentive.growthRebate),
      attainmentBonus: totals(incentive.attainmentBonus),
    },
    marketing: { mdfAccrued: totals(marketing.mdfAccrued), campaigns: marketing.campaigns },
    feedback,
    events,
    stuck,
    seconds,
  };
}

/** What the figures say is not in order, or undefined: the report of a sound run has nothing left anywhere. */
export function faultOf({ stuck }: Pick<Report, 'stuck'>): string | undefined {
  const { outbox, deadLetters } = stuck;
  if (outbox + deadLetters === 0) return undefined;
  return `${outbox} events wait in an outbox and ${deadLetters} in a dead-letter table.`;
}
