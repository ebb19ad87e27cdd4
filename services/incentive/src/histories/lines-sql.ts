import { type RawBuilder, sql } from 'kysely';
import type { Measure, Month } from '../calculation/history.js';
import { cellsOf, type RulesLookAt } from './cells-sql.js';
import { OVERLAYS, RULES, SHARES, SHARES_OF_CELLS } from './credits-sql.js';
import { belowTables, placeJoin } from './trees-sql.js';

type Sql = RawBuilder<unknown>;

/** Whose sales count for whom. */
export type Credit = Measure['credit'];

/** Whether lines are shared: `by-rules-own-lines` where rules name nobody who is asked for. */
export type Crediting = 'by-line' | 'by-rules' | 'by-rules-own-lines';

/** Which lines are read, and how. */
export interface LinesAsked {
  readonly payee: 'partner' | 'salesperson';
  readonly codes: readonly string[] | 'all';
  /** In which the amounts are wanted. */
  readonly currency: string;
  /** Whether the ledger may hold amounts in other currencies. */
  readonly isMixed: boolean;
  /** Whether the kept sums of any quarter are out of date. */
  readonly isDirty: boolean;
  readonly crediting: Crediting;
  readonly rulesLookAt: RulesLookAt;
  readonly bucketMonths: number;
  readonly first: Month;
  readonly through: Month;
}

/** The rows of the ledger as measures see them: `payee` (an id or code), `bucket`, and the tables that the measures need. */
export function linesOf(asked: LinesAsked, measures: readonly Measure[], credit: Credit): Sql {
  const shared = isShared(asked);
  const cells = shared ? cellsOf(asked, measures, credit) : undefined;
  const needsProduct = shared || measures.some(({ products }) => products !== undefined);
  const needsTerritory = shared || measures.some(({ territories }) => territories !== undefined);
  return sql`
    ${cells ?? sql`sale s`}
    ${needsProduct ? sql`left join product d on d.code = s.product_code` : sql``}
    ${needsTerritory ? placeJoin() : sql``}
    ${shared ? sharesOf(credit, cells !== undefined) : sql``}
    ${isOfGroup(credit) ? sql`join below on below.code = ${creditedPerson(asked)} and s.credited_on >= below.from_day and s.credited_on < below.to_day` : sql``}
    ${asked.isMixed ? rateJoin(asked.currency) : sql``}
    where ${cells ? sql`true` : sql`s.month between ${asked.first - 12} and ${asked.through}`} ${onlyPayees(asked, credit)}`;
}

function sharesOf(credit: Credit, isOfCells: boolean): Sql {
  if (credit === 'overlay') return OVERLAYS;
  return isOfCells ? SHARES_OF_CELLS : SHARES;
}

/** Partners have their own lines, however people share them. */
function isShared({ payee, crediting }: LinesAsked): boolean {
  return payee === 'salesperson' && crediting !== 'by-line';
}

function isOfGroup(credit: Credit): boolean {
  return credit === 'group' || credit === 'own-and-group';
}

function creditedPerson(asked: LinesAsked): Sql {
  return isShared(asked) ? sql`c.person` : sql`s.salesperson_code`;
}

function rateJoin(currency: string): Sql {
  return sql`left join lateral (
      select minor_rate from exchange_rate rate
      where s.currency <> ${currency} and rate.base = s.currency and rate.quote = ${currency} and rate.valid_from <= s.credited_on
      order by rate.valid_from desc
      limit 1
    ) x on true`;
}

function onlyPayees(asked: LinesAsked, credit: Credit): Sql {
  const { payee, codes, crediting } = asked;
  if (codes === 'all') return sql``;
  if (payee === 'partner')
    return sql`and s.partner_id = any(array(select partner_id from partner where code = any(${codes}::text[])))`;
  if (isOfGroup(credit)) return sql`and below.leader = any(${codes}::text[])`;
  const ownLines = crediting === 'by-rules-own-lines' ? sql`and s.salesperson_code = any(${codes}::text[])` : sql``;
  return sql`${ownLines} and ${creditedPerson(asked)} = any(${codes}::text[])`;
} // prettier-ignore

/** By what the lines of a payee are grouped; a partner's code is joined to the sums, not to the lines. */
export function payeeColumn(asked: LinesAsked, credit: Credit): Sql {
  if (asked.payee === 'partner') return sql`s.partner_id`;
  return isOfGroup(credit) ? sql`below.leader` : creditedPerson(asked);
}

/** The code of what {@link payeeColumn} gave. */
export function codeOf({ payee }: LinesAsked): Sql {
  return payee === 'partner'
    ? sql`(select p.code from partner p where p.partner_id = g.payee)`
    : sql`g.payee`;
}

/** Buckets count up from year 0. */
export function bucketColumn({ bucketMonths }: LinesAsked): Sql {
  if (bucketMonths === 1) return sql`s.month`;
  return bucketMonths === 3 ? sql`s.quarter` : sql`s.month / ${sql.lit(bucketMonths)}`;
}

/** The tables that a pass needs besides: rules, and who was below whom when; for both together everybody is below themselves too. */
export function withTables(asked: LinesAsked, credit: Credit): Sql {
  const tables = [
    ...(isShared(asked) ? [RULES] : []),
    ...(isOfGroup(credit) ? [belowTables(credit === 'own-and-group')] : []),
  ];
  return tables.length === 0 ? sql`` : sql`with recursive ${sql.join(tables)}`;
}

/** What a line adds to a measure of its amount: the share of it that is credited. */
export function amountColumn(asked: LinesAsked): Sql {
  const { isMixed, currency } = asked;
  const amount = isMixed
    ? sql`case when s.currency = ${currency} then s.amount else s.amount * x.minor_rate end`
    : sql`s.amount`;
  return shareOf(asked, amount);
}

/** Pieces are shared as amounts are. */
export function quantityColumn(asked: LinesAsked): Sql {
  return shareOf(asked, sql`s.quantity`);
}

/** Multiplied by a decimal, never divided: nothing is lost. */
function shareOf(asked: LinesAsked, value: Sql): Sql {
  return isShared(asked) ? sql`(${value}) * c.share` : value;
}

/** Lines without a rate: what they are worth is not known, so nothing may be calculated of them. */
export function unconverted({ isMixed, currency }: LinesAsked): Sql {
  return isMixed ? sql`min(case when s.currency <> ${currency} and x.minor_rate is null
    then s.credited_on || ' ' || s.currency || ' ' || s.source || ' ' || s.line_id end)` : sql`null::text`;
} // prettier-ignore

/** A measure's sum over the lines of a group. */
export function sumColumn(asked: LinesAsked, measure: Measure): Sql {
  const counted = filterOf(measure);
  if (measure.of === 'orders')
    return sql`count(distinct (s.source, s.order_number)) filter (where ${isLeft(measure)} ${counted})`;
  const added = measure.of === 'quantity' ? quantityColumn(asked) : amountColumn(asked);
  return isPlain(measure) ? sql`sum(${added})` : sql`sum(${added}) filter (where true ${counted})`;
}

/** Whether anything of a sale is left: an order that came back as a whole is none. */
function isLeft({ returnsWithinDays }: Measure): Sql {
  const inWindow =
    returnsWithinDays === undefined
      ? sql``
      : sql`and r.sold_on - r.credited_on <= ${sql.lit(returnsWithinDays)}`;
  return sql`s.returns_line_id is null and s.quantity + coalesce((
    select sum(r.quantity) from sale r where r.returns_line_id = s.line_id and r.source = s.source ${inWindow}), 0) > 0`;
}

function isPlain({ products, territories, returnsWithinDays }: Measure): boolean {
  return products === undefined && territories === undefined && returnsWithinDays === undefined;
}

/** Which lines a measure counts, as a condition that begins with "and". */
export function filterOf({ products, territories, returnsWithinDays }: Measure): Sql {
  const { codes = [], groups = [], categories = [] } = products ?? {};
  const ofProducts = products
    ? sql`and (d.code = any(${codes}::text[]) or d.product_group = any(${groups}::text[]) or d.category = any(${categories}::text[]))`
    : sql``;
  const inTerritories = territories ? sql`and t.path && ${territories}::text[]` : sql``;
  const inWindow =
    returnsWithinDays === undefined
      ? sql``
      : sql`and (s.returns_line_id is null or s.sold_on - s.credited_on <= ${sql.lit(returnsWithinDays)})`;
  return sql`${ofProducts} ${inTerritories} ${inWindow}`;
}
