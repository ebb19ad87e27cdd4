import { type RawBuilder, sql } from 'kysely';

type Sql = RawBuilder<unknown>;

/** Days from which and before which something holds: the latest known; before the first known day the first. */
const DAYS = sql`
  case when lag(valid_from) over known is null then '-infinity'::date else valid_from end as from_day,
  coalesce(lead(valid_from) over known, 'infinity'::date) as to_day`;

/** Where the partner of line \`s\` was on the day the line counts on, as \`t.path\`. */
export function placeJoin(): Sql {
  return sql`left join (
      select partner_id, path, ${DAYS} from partner_place window known as (partition by partner_id order by valid_from)
    ) t on t.partner_id = s.partner_id and s.credited_on >= t.from_day and s.credited_on < t.to_day`;
}

/**
 * Tables for a \`with recursive\`: \`below\` says who was below whom, and on which days. It ends though managers go round: days are
 * cut out of the few there are, and the same is not looked at twice.
 *
 * @param withThemselves whether everybody is below themselves, always; nobody otherwise.
 */
export function belowTables(withThemselves: boolean): Sql {
  const themselves = withThemselves
    ? sql`union all select code, code, '-infinity'::date, 'infinity'::date from salesperson`
    : sql``;
  return sql`managed as materialized (
      select code, manager_code, from_day, to_day from (
        select code, manager_code, ${DAYS} from salesperson_manager window known as (partition by code order by valid_from)
      ) m
      where manager_code is not null
    ), reached (leader, code, from_day, to_day) as (
      select manager_code, code, from_day, to_day from managed
      union
      select r.leader, m.code, greatest(r.from_day, m.from_day), least(r.to_day, m.to_day)
      from reached r join managed m on m.manager_code = r.code
      where greatest(r.from_day, m.from_day) < least(r.to_day, m.to_day)
    ), below as (
      -- Two ways to one person on one day are one: a line counts once for a leader.
      select leader, code, lower(days) as from_day, upper(days) as to_day
      from (
        select leader, code, unnest(range_agg(daterange(from_day, to_day))) as days
        from reached where leader <> code group by leader, code
      ) r
      ${themselves}
    )`;
}
