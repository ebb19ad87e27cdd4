import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Coverage, CoverageOutlet, Territory } from '@quyu/territory-contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import { type Counts, type PartCounts, rateOf } from './coverage.js';

type Db = Kysely<TerritoryDb>;

/** What is counted: within a territory and of a product line, if any is named. */
export interface CoverageFilter {
  readonly territoryCode?: string | undefined;
  readonly productLine?: string | undefined;
}

/**
 * The outlets that count, once for each day and product line, as `d.day` and `c`: open on the day, placed by the active model, and
 * either meant for the line or seen to carry it. What was seen last up to the day decides.
 */
function countedOn(
  days: readonly string[],
  { territoryCode, productLine }: CoverageFilter,
): RawBuilder<unknown> {
  const inTerritory = territoryCode === undefined ? sql`true` : sql`o.path @> array[${territoryCode}::text]`;
  const ofLine = productLine === undefined ? sql`true` : sql`p.product_line = ${productLine}`;
  return sql`
    (select unnest(${days}::date[]) as day) d
    cross join lateral (
      select o.code, o.path, o.territory_code, o.rule_code, p.product_line,
        coalesce(s.carried, false) as carried, s.observed_on
      from outlet o
      join active_model a on a.model_id = o.model_id
      cross join lateral (
        select unnest(o.product_lines) as product_line
        union
        select x.product_line from outlet_observation x where x.outlet_code = o.code and x.observed_on <= d.day
      ) p
      left join lateral (
        select x.carried, x.observed_on from outlet_observation x
        where x.outlet_code = o.code and x.product_line = p.product_line and x.observed_on <= d.day
        order by x.observed_on desc limit 1
      ) s on true
      where o.status = 'assigned' and ${inTerritory} and ${ofLine}
        and (o.opens_on is null or o.opens_on <= d.day) and (o.closes_on is null or o.closes_on >= d.day)
        and (p.product_line = any(o.product_lines) or s.carried)
    ) c`;
}

const potential = sql`count(*)::int as potential`;
const carried = sql`(count(*) filter (where c.carried))::int as carried`;

/** Coverage of each territory with all below it, by product line. */
export async function selectCoveragePage(
  db: Db,
  filter: CoverageFilter & {
    readonly on: string;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<Page<Coverage>> {
  const { on, territoryCode, cursor, limit } = filter;
  const after = readCursor(cursor, [cursorPart.text, cursorPart.text]);
  const within = territoryCode === undefined ? sql`true` : sql`t.path @> array[${territoryCode}::text]`;
  const beyond = after ? sql`(t.code, c.product_line) > (${after[0]}, ${after[1]})` : sql`true`;
  const { rows } = await sql<Omit<Coverage, 'rateBp'>>`
    select t.code as "territoryCode", t.name as "territoryName", t.level, c.product_line as "productLine",
      ${potential}, ${carried}
    from ${countedOn([on], filter)}
    cross join lateral unnest(c.path) as above (code)
    join territory t on t.model_id = (select model_id from active_model) and t.code = above.code
    where ${within} and ${beyond}
    group by t.code, t.name, t.level, c.product_line
    order by t.code, c.product_line limit ${limit + 1}
  `.execute(db);
  const covered = rows.map((row): Coverage => ({ ...row, ...rateOf(row) }));
  return pageFrom(covered, limit, (row) => [row.territoryCode, row.productLine]);
}

/** A territory of the active model with those right below it. */
export interface TerritoryInModel {
  readonly modelCode: string;
  readonly territory: Territory;
  readonly children: readonly Pick<Territory, 'code' | 'name'>[];
}

export async function selectTerritoryInModel(db: Db, code: string): Promise<TerritoryInModel | undefined> {
  const { rows } = await sql<TerritoryInModel>`
    select m.code as "modelCode",
      json_build_object('code', t.code, 'name', t.name, 'parentCode', t.parent_code, 'level', t.level, 'path', t.path) as territory,
      (select coalesce(json_agg(json_build_object('code', b.code, 'name', b.name) order by b.code), '[]')
        from territory b where b.model_id = t.model_id and b.parent_code = t.code) as children
    from active_model a join model m on m.model_id = a.model_id
    join territory t on t.model_id = a.model_id and t.code = ${code}
  `.execute(db);
  return rows[0];
}

/** Counts of a territory by the territories right below it. */
export async function selectParts(
  db: Db,
  { code, level }: Pick<Territory, 'code' | 'level'>,
  productLine: string,
  on: string,
): Promise<readonly PartCounts[]> {
  const { rows } = await sql<PartCounts>`
    select c.path[${level + 1}::int] as "childCode", ${potential}, ${carried},
      (count(*) filter (where c.observed_on is null))::int as unobserved
    from ${countedOn([on], { territoryCode: code, productLine })} group by 1
  `.execute(db);
  return rows;
}

/** Counts of a territory with all below it, on each of some days that has any. */
export async function selectCountsOn(
  db: Db,
  filter: CoverageFilter,
  days: readonly string[],
): Promise<ReadonlyMap<string, Counts>> {
  const { rows } = await sql<Counts & { readonly day: string }>`
    select d.day, ${potential}, ${carried} from ${countedOn(days, filter)} group by d.day`.execute(db);
  return new Map(rows.map(({ day, ...counts }) => [day, counts]));
}

/** Which of the outlets that count to list. */
export interface CoverageOutletFilter {
  readonly territoryCode: string;
  readonly productLine: string;
  readonly on: string;
  readonly carried?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectCoverageOutlets(
  db: Db,
  filter: CoverageOutletFilter,
): Promise<Page<CoverageOutlet>> {
  const { on, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  const beyond = after === undefined ? sql`true` : sql`c.code > ${after}`;
  const asked = filter.carried === undefined ? sql`true` : sql`c.carried = ${filter.carried}`;
  const { rows } = await sql<CoverageOutlet>`
    select c.code as "outletCode", c.territory_code as "territoryCode", c.rule_code as "ruleCode", c.carried,
      c.observed_on as "observedOn"
    from ${countedOn([on], filter)} where ${beyond} and ${asked}
    order by c.code limit ${limit + 1}
  `.execute(db);
  return pageFrom(rows, limit, ({ outletCode }) => [outletCode]);
}
