import type { Indicator } from '@quyu/territory-contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import { fourQuartersUntil } from '../facts/quarters.js';

type Db = Kysely<TerritoryDb>;

/** What to measure: an indicator of a territory and all below it, on a day. */
export interface Point {
  readonly objectiveId: string;
  readonly indicator: Indicator;
  readonly territoryCode: string;
  readonly startsOn: string;
  readonly on: string;
}

/** A point with its value; null where nothing is known. */
export interface PointValue {
  readonly objectiveId: string;
  readonly on: string;
  readonly value: number | null;
}

/** More than this, in any unit, says that the numbers are not of one market. */
const MOST = 1_000_000_000;

/** Measures many points, with one statement for each indicator. @param timeZone of business dates. */
export async function measure(
  db: Db,
  points: readonly Point[],
  timeZone: string,
): Promise<readonly PointValue[]> {
  const of = (wanted: Indicator) => points.filter(({ indicator }) => indicator === wanted);
  const statements: readonly (readonly [
    readonly Point[],
    (points: readonly Point[]) => RawBuilder<PointValue>,
  ])[] = [
    [of('market-share'), marketShares],
    [of('new-channels'), (chosen) => newChannels(chosen, timeZone)],
    [of('channel-score'), channelScores],
  ];
  const values: PointValue[] = [];
  for (const [chosen, statement] of statements) {
    if (chosen.length === 0) continue;
    values.push(...(await statement(chosen).execute(db)).rows);
  }
  return values;
}

/** The accounts in a point's territory, by the active model. */
const ACCOUNTS = sql`active_model m
  join territory t on t.model_id = m.model_id and t.path @> array[p."territoryCode"]
  join assignment a on a.model_id = t.model_id and a.territory_code = t.code`;

function marketShares(points: readonly Point[]): RawBuilder<PointValue> {
  const rows = points.map((point) => ({ ...point, ...fourQuartersUntil(point.on) }));
  return sql<PointValue>`
    select p."objectiveId", p."on"::text, case when profile.capacity > 0 then
      least(round(10000 * coalesce(sold.amount, 0) / profile.capacity), ${MOST})::int end as value
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as p ("objectiveId" uuid, "territoryCode" text, "on" date, first int, last int)
    left join market_profile profile on profile.territory_code = p."territoryCode" and profile.replaced_at is null
      and p."on" between profile.valid_from and coalesce(profile.valid_to, 'infinity')
    left join lateral (
      select sum(s.amount) as amount from ${ACCOUNTS}
      join partner_sales s on s.partner_id = a.subject_id
      where s.quarter between p.first and p.last and s.currency = profile.currency
    ) sold on true`;
}

function newChannels(points: readonly Point[], timeZone: string): RawBuilder<PointValue> {
  return sql<PointValue>`
    select p."objectiveId", p."on"::text, (
      select count(*)::int from ${ACCOUNTS}
      join partner_start s on s.partner_id = a.subject_id
      where (s.enrolled_at at time zone ${timeZone})::date between p."startsOn" and p."on"
    ) as value
    from json_to_recordset(${JSON.stringify(points)}::json)
      as p ("objectiveId" uuid, "territoryCode" text, "startsOn" date, "on" date)`;
}

/** Of each partner the latest score of a year that has begun. */
function channelScores(points: readonly Point[]): RawBuilder<PointValue> {
  return sql<PointValue>`
    select p."objectiveId", p."on"::text, (
      select round(100 * avg(latest.score))::int from (
        select distinct on (s.partner_id) s.score from ${ACCOUNTS}
        join partner_score s on s.partner_id = a.subject_id
        where s.year <= extract(year from p."on")
        order by s.partner_id, s.year desc
      ) latest
    ) as value
    from json_to_recordset(${JSON.stringify(points)}::json)
      as p ("objectiveId" uuid, "territoryCode" text, "on" date)`;
}
