import type { Erased } from '@quyu/contract-kit';
import type { Kysely } from 'kysely';

/** One value of a figure: a number, and a text for each of its labels. Counts and sums of Postgres come as text; both are understood. */
export type FigureRow<Label extends string> = { readonly value: number | string | bigint } & {
  readonly [Name in Label]: string;
};

/**
 * A figure of the business that a service shows at `/metrics`: how many partners are active, what is payable. It is the state now, over
 * all rows, whoever looks; the host reads it with rights to everything.
 */
export interface Figure<in out DB, Label extends string = string> {
  readonly help: { readonly en: string; readonly zh: string };
  /** What its values differ by, such as `tier`. Values of labels are few and none names a person or a partner. Default: there is one value. */
  readonly labels?: readonly Label[];
  /**
   * Reads its values: one for each combination of labels that there is. It must be cheap, from an index or a small table:
   * the host gives it two seconds, and asks once a minute at most.
   */
  readonly read: (db: Kysely<DB>) => Promise<readonly FigureRow<Label>[]>;
}

/** A plugin's figures by name, in snake_case with the unit at the end where it has one: `payable_minor_units`. */
export type Figures<DB> = Readonly<Record<string, Figure<DB>>>;

/**
 * Declares a figure. At `/metrics` it is a gauge `quyu_<service>_<name>`.
 *
 * @example
 * defineFigure<PartnerDb, 'status'>({
 *   help: { en: 'Partners by standing', zh: '各状态伙伴数' },
 *   labels: ['status'],
 *   read: (db) => db.selectFrom('partner').select(['status', db.fn.countAll().as('value')]).groupBy('status').execute(),
 * })
 */
export function defineFigure<DB, Label extends string = never>(figure: Figure<DB, Label>): Figure<DB> {
  return Object.freeze(figure);
}

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** What is wrong with how figures are declared; undefined when nothing is. */
export function faultOfFigures(figures: Figures<Erased>): string | undefined {
  for (const [name, { labels = [], help }] of Object.entries(figures)) {
    const odd = [name, ...labels].find((each) => !NAME.test(each));
    if (odd !== undefined) return `figure "${name}": "${odd}" is not snake_case`;
    if (new Set(labels).size < labels.length || labels.includes('value'))
      return `figure "${name}": its labels are used twice, or one is called "value"`;
    if (help.en === '' || help.zh === '') return `figure "${name}": say in English and Chinese what it is`;
  }
  return undefined;
}
