import { type RawBuilder, sql } from 'kysely';

type Sql = RawBuilder<unknown>;

/** The rules, for a `with`: once for all lines. */
export const RULES: Sql = sql`rules as materialized (select * from crediting_rules())`;

/** Whether rule `r` is about line `s` of product `d`, whose partner is at `t`. */
const MATCHES: Sql = sql`s.credited_on between r.from_day and r.to_day
  and (r.partner_ids is null or s.partner_id = any(r.partner_ids))
  and (r.salespeople is null or s.salesperson_code = any(r.salespeople))
  and (r.products is null or s.product_code = any(r.products))
  and (r.categories is null or d.category = any(r.categories))
  and (r.territories is null or t.path && r.territories)`;

/** How line `s` was split by hand, as `k`. */
const SPLITS: Sql = sql`left join line_split k on k.line_id = coalesce(s.returns_line_id, s.line_id) and k.source = s.source`;

/**
 * Who shares line `s`, as `c`: `person`, `share` (an exact decimal), `by` and `rule`. A split of the line goes before rules; of
 * these the highest priority decides, then the code; without any the line is its salesperson's. What a return matches is what its
 * sale does: partner, product, person and day are the same.
 */
const DECIDED: Sql = sql`
  left join lateral (
    select r.code, r.split_people, r.split_shares from rules r
    where k.people is null and cardinality(r.split_people) > 0 and ${MATCHES}
    order by r.priority desc, r.code collate "C"
    limit 1
  ) decided on true
  cross join lateral (
    select case x.person when 'line' then s.salesperson_code else x.person collate "C" end as person, x.bp * 0.0001 as share,
      case when k.people is not null then 'line-split' when decided.code is not null then 'rule' else 'line' end as by,
      decided.code as rule
    from unnest(coalesce(k.people, decided.split_people, '{line}'), coalesce(k.shares, decided.split_shares, '{10000}'))
      x (person, bp)
  ) c`;

export const SHARES: Sql = sql`${SPLITS} ${DECIDED}`;

/** The same where the splits are there as `k` already. */
export const SHARES_OF_CELLS: Sql = DECIDED;

/** Who is credited with line `s` besides, as `c`: by every rule that matches. */
export const OVERLAYS: Sql = sql`
  join rules r on cardinality(r.overlay_people) > 0 and ${MATCHES}
  cross join lateral (
    select x.person collate "C" as person, x.bp * 0.0001 as share, 'rule' as by, r.code as rule
    from unnest(r.overlay_people, r.overlay_shares) x (person, bp)
  ) c`;
