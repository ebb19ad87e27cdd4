import type { CoverageExplanation, Territory } from '@quyu/territory-contracts';

/** Outlets that could carry a product line, and of these those that do. */
export interface Counts {
  readonly potential: number;
  readonly carried: number;
}

/** Counts with the rate that follows from them, as it is shown. */
export interface Rate extends Counts {
  readonly rateBp: number | null;
}

/** `carried / potential` in basis points, rounded once, half up; null where there is no potential. */
export function rateOf({ potential, carried }: Counts): Rate {
  if (potential === 0) return { potential, carried, rateBp: null };
  return { potential, carried, rateBp: Math.floor((carried * 20_000 + potential) / (2 * potential)) };
}

/** Counts of a part of a territory: of one below it, or, with `childCode` null, of the territory itself. */
export interface PartCounts extends Counts {
  readonly childCode: string | null;
  readonly unobserved: number;
}

/** What is asked: a territory of the active model, a product line, a day. */
export interface Question {
  readonly territory: Pick<Territory, 'code' | 'name'>;
  readonly children: readonly Pick<Territory, 'code' | 'name'>[];
  readonly modelCode: string;
  readonly productLine: string;
  readonly on: string;
}

/** Puts the parts of a territory together: what they count sums to the whole. */
export function explainCoverage(question: Question, parts: readonly PartCounts[]): CoverageExplanation {
  const { territory, children, modelCode, productLine, on } = question;
  const of = (code: string | null) => rateOf(sumOf(parts.filter(({ childCode }) => childCode === code)));
  const whole = rateOf(sumOf(parts));
  const unobserved = parts.reduce((sum, part) => sum + part.unobserved, 0);
  return {
    on,
    modelCode,
    territoryCode: territory.code,
    territoryName: territory.name,
    productLine,
    ...whole,
    unobserved,
    direct: of(null),
    children: children.map(({ code, name }) => ({ territoryCode: code, territoryName: name, ...of(code) })),
    explanation: wordsOf(whole, unobserved, on),
  };
}

function sumOf(parts: readonly Counts[]): Counts {
  return parts.reduce(
    (sum, { potential, carried }) => ({
      potential: sum.potential + potential,
      carried: sum.carried + carried,
    }),
    { potential: 0, carried: 0 },
  );
}

function wordsOf({ potential, carried, rateBp }: Rate, unobserved: number, on: string) {
  const [rateEn, rateZh] = rateBp === null ? ['no rate', '无铺货率'] : [`${rateBp} bp`, `${rateBp}个基点`];
  return {
    en: `on ${on} ${carried} of ${potential} outlets that could carry the line carried it when last seen: ${rateEn}; ${unobserved} were never looked at and count as not carrying`,
    zh: `截至${on},${potential}个潜在网点中有${carried}个最近一次观察时在售:${rateZh};其中${unobserved}个从未观察,按未铺货计`,
  };
}

/** The last days of months up to one of them, the earliest first; the present month counts up to today. */
export function monthEnds(
  until: string,
  months: number,
  today: string,
): readonly { readonly month: string; readonly on: string }[] {
  const [year, month] = until.split('-').map(Number) as [number, number];
  return Array.from({ length: months }, (_, index) => {
    const last = new Date(Date.UTC(year, month - (months - 1 - index), 0)).toISOString().slice(0, 10);
    const name = last.slice(0, 7);
    return { month: name, on: name === today.slice(0, 7) ? today : last };
  });
}
