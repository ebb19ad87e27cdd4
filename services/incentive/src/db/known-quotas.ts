import { sql } from 'kysely';

/**
 * The quotas that hold: what is set through the API, and of who has none set for a quarter the share of accepted targets. Of a person's
 * targets of a quarter those count that no other covers: not what lies below a territory of theirs, and of several targets of one
 * territory that of the shorter period, then that accepted last.
 */
export const KNOWN_QUOTAS = sql`(
    select payee_kind, payee_code, quota_set, quarter, currency, amount, 'set' as given
    from quota
    union all
    select 'salesperson', c.salesperson_code, 'sales', c.quarter, c.currency, sum(c.amount)::bigint, 'targets'
    from (
      select distinct on (t.salesperson_code, t.quarter, t.territory_code) t.*
      from target_quota t
      where not exists (
        select from target_quota above
        where above.salesperson_code = t.salesperson_code and above.quarter = t.quarter
          and above.territory_code <> t.territory_code and above.territory_code = any(t.path)
      ) and not exists (
        select from quota set_for
        where set_for.payee_kind = 'salesperson' and set_for.payee_code = t.salesperson_code
          and set_for.quota_set = 'sales' and set_for.quarter = t.quarter
      )
      order by t.salesperson_code, t.quarter, t.territory_code, t.of_year, t.accepted_at desc, t.node_id desc
    ) c
    group by c.salesperson_code, c.quarter, c.currency
  )`;
