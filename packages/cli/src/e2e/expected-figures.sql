-- The business figures of the main job by a second route: exact numeric arithmetic over the CSVs as they are, sharing nothing
-- with the services. Tables raw_<file> hold each cell as text and line_no, the order in the file.
-- round(numeric, 2) rounds half away from zero, which is half-up for amounts that are not negative; none is here.

-- Territory: the rule of a region is the set of (country, state) it holds.
create temp view territory_rule as
  select distinct "CountryRegionCode" as country, "StateProvinceCode" as state, "SalesTerritoryKey" as territory
  from raw_geography;

create temp view assignment as
  select r."ResellerKey" as partner, rule.territory
  from raw_resellers r
  join raw_geography g using ("GeographyKey")
  join territory_rule rule on rule.country = g."CountryRegionCode" and rule.state = g."StateProvinceCode";

-- Sales: a line counts when every cell the job uses is sound and everything it names is known.
-- The first sound line of a key counts; a later one is ignored if it is the same and rejected if it differs.
create temp view sound_line as
  select s.*, c.day, to_jsonb(s) - 'line_no' as content
  from raw_reseller_sales s
  join (select d::date as day from generate_series('1990-01-01'::date, '2059-12-31'::date, '1 day') d) c
    on c.day::text = s."OrderDate"
  where length("SalesOrderNumber") between 1 and 200
    and "ResellerKey" in (select "ResellerKey" from raw_resellers)
    and "ProductKey" in (select "ProductKey" from raw_products)
    and "EmployeeKey" in (select "EmployeeKey" from raw_salespeople)
    and "SalesTerritoryKey" in (select "SalesTerritoryKey" from raw_territories)
    and "OrderQuantity" ~ '^0*[1-9]\d*$'
    and "UnitPrice" ~ '^\d+(\.\d+)?$'
    and "SalesAmount" ~ '^\d+(\.\d+)?$';

create temp table judged_line as
  select *, first_value(line_no) over same_key = line_no as accepted, first_value(content) over same_key = content as same
  from sound_line
  window same_key as (partition by "SalesOrderNumber", "ProductKey" order by line_no);

create temp table sales_line as
  select "SalesOrderNumber" as order_number, "ResellerKey" as partner, "EmployeeKey" as person, "ProductKey" as product,
    "SalesTerritoryKey" as territory, extract(year from day)::int as year, date_trunc('quarter', day)::date as quarter,
    "SalesAmount"::numeric as amount
  from judged_line where accepted;

create temp table partner_quarter as
  select partner, quarter, min(year) as year, sum(amount) as sales from sales_line group by partner, quarter;

-- Partner: the screening scorecard as of 2020.
create temp view screening as
  select case when "AnnualSales"::numeric >= 3000000 then 40 when "AnnualSales"::numeric >= 1000000 then 25 else 10 end
    + case when 2020 - "YearOpened"::int >= 20 then 30 when 2020 - "YearOpened"::int >= 10 then 20 else 10 end
    + case when "NumberEmployees"::int >= 50 then 30 when "NumberEmployees"::int >= 20 then 20 else 10 end as points
  from raw_resellers;

-- Incentive and MDF: one rounded amount per partner or person and quarter.
create temp view volume_rebate as
  select year, round(sum(greatest(least(sales, high) - low, 0) * rate), 2) as amount
  from partner_quarter,
    (values (0, 25000, 0), (25000, 100000, 0.015), (100000, 250000, 0.025), (250000, null, 0.04)) tier (low, high, rate)
  group by partner, quarter, year;

create temp view growth_rebate as
  select q.year, round(0.005 * q.sales, 2) as amount
  from partner_quarter q
  join partner_quarter before on before.partner = q.partner and before.quarter = q.quarter - interval '1 year'
  where before.sales > 0 and q.sales >= 1.2 * before.sales;

create temp view quota_sales as
  select "Year"::int as year, "SalesAmountQuota"::numeric as quota, coalesce(sum(l.amount), 0) as sales
  from raw_sales_quotas q
  left join sales_line l
    on l.person = q."EmployeeKey" and l.quarter = make_date("Year"::int, "Quarter"::int * 3 - 2, 1)
  group by q.line_no, "Year", "SalesAmountQuota";

-- quota x payout(sales / quota) without the division, which would be cut at some digit: both sides are multiplied by the quota.
create temp view attainment_bonus as
  select year, round(0.01 * (at_low * quota + slope * (sales - low * quota)), 2) as amount
  from quota_sales
  join (values (0.8, 1.0, 0.5, (1.0 - 0.5) / 0.2), (1.0, 1.2, 1.0, (1.5 - 1.0) / 0.2), (1.2, null, 1.5, 0))
    payout (low, high, at_low, slope) on sales >= low * quota and (high is null or sales < high * quota);

create temp view mdf as
  select year, round(0.01 * sales, 2) as amount from partner_quarter;

create temp view total as
  select kind, json_build_object('total', coalesce(sum(amount), 0)::numeric(20, 2)::text,
    '2019', coalesce(sum(amount) filter (where year = 2019), 0)::numeric(20, 2)::text) as money
  from (values ('volume'), ('growth'), ('bonus'), ('mdf')) kinds (kind)
  left join (
    select 'volume' as kind, * from volume_rebate union all select 'growth', * from growth_rebate
    union all select 'bonus', * from attainment_bonus union all select 'mdf', * from mdf
  ) results using (kind)
  group by kind;

-- Feedback: the scorecard for 2019 over the partners that sold then.
create temp table fact as
  select l.partner, sum(amount) filter (where year = 2019) as sales,
    coalesce(sum(amount) filter (where year = 2018), 0) as sales_before,
    count(distinct order_number) filter (where year = 2019) as orders,
    count(distinct p."Subcategory") filter (where year = 2019) as subcategories
  from sales_line l join raw_products p on p."ProductKey" = l.product
  group by l.partner
  having sum(amount) filter (where year = 2019) > 0;

-- How many are strictly below; growth is compared as a product, a/b < c/d as a*d < c*b, so that no quotient is rounded.
create temp view standing as
  select me.partner,
    count(*) filter (where other.sales < me.sales) as below_sales,
    count(*) filter (where other.sales_before > 0 and other.sales * me.sales_before < me.sales * other.sales_before)
      as below_growth,
    count(*) filter (where other.orders < me.orders) as below_orders,
    count(*) filter (where other.subcategories < me.subcategories) as below_subcategories
  from fact me cross join fact other group by me.partner;

-- score = points / scale with whole numbers over the common denominator, so that a band border cannot drift. Of one partner alone
-- nobody is below: its rank is 0.
create temp view score as
  select f.*, all_below * with_growth
      + case when sales_before > 0 then 30 * below_growth * everyone else 15 * everyone * with_growth end as points,
    everyone * with_growth as scale
  from fact f join standing using (partner)
  cross join lateral (select 40 * below_sales + 20 * below_orders + 10 * below_subcategories as all_below) b
  cross join (select greatest(count(*) - 1, 1) as everyone,
    greatest(count(*) filter (where sales_before > 0) - 1, 1) as with_growth from fact) n;

create temp view graded as
  select *, case when points >= 80 * scale then 'A' when points >= 60 * scale then 'B'
    when points >= 40 * scale then 'C' else 'D' end as grade
  from score;

-- What the figures take for granted; each must be 0.
create temp view assumption as
  select 'resellers not assigned to exactly one territory' as name,
    (select count(*) from raw_resellers r where 1 <> (select count(*) from assignment a where a.partner = r."ResellerKey")) as broken
  union all select 'sales lines of another territory than their partner''s',
    (select count(*) from sales_line l join assignment a using (partner) where l.territory <> a.territory)
  union all select 'keys that are not unique',
    (select count(*) - count(distinct "ResellerKey") from raw_resellers)
      + (select count(*) - count(distinct "ProductKey") from raw_products)
      + (select count(*) - count(distinct "GeographyKey") from raw_geography)
      + (select count(*) - count(distinct ("EmployeeKey", "Year", "Quarter")) from raw_sales_quotas)
  union all select 'negative amounts, whose rounding would differ', (select count(*) from sales_line where amount < 0)
  union all select 'quotas of nobody known or of nothing', (select count(*) from raw_sales_quotas
    where "SalesAmountQuota"::numeric <= 0 or "EmployeeKey" not in (select "EmployeeKey" from raw_salespeople));

create temp view region as
  select t."SalesTerritoryKey"::int as position, t."Region" as name,
    (select count(*) from assignment a where a.territory = t."SalesTerritoryKey") as partners,
    (select coalesce(sum(amount), 0)::numeric(20, 2)::text from sales_line l join assignment a using (partner)
      where a.territory = t."SalesTerritoryKey" and year = 2019) as sales2019
  from raw_territories t;

select
  (select array_agg(name || ': ' || broken) from assumption where broken <> 0) as broken,
  json_build_object(
    'territory', (select json_build_object('partners', json_object_agg(name, partners order by position),
      'sales2019', json_object_agg(name, sales2019 order by position)) from region),
    'partner', (select json_build_object('approved', count(*) filter (where points >= 60),
      'review', count(*) filter (where points < 60)) from screening),
    'incentive', json_build_object(
      'lines', (select json_build_object('accepted', count(*) filter (where accepted),
        'rejected', (select count(*) from raw_reseller_sales) - count(*) filter (where same),
        'amount', (select coalesce(sum(amount), 0)::numeric(20, 2)::text from sales_line)) from judged_line),
      'volumeRebate', (select money from total where kind = 'volume'),
      'growthRebate', (select money from total where kind = 'growth'),
      'attainmentBonus', (select money from total where kind = 'bonus')),
    'marketing', json_build_object('mdfAccrued', (select money from total where kind = 'mdf'),
      'campaigns', (select count(*) from raw_promotions)),
    'feedback', (select json_build_object('observations', (select count(*) from raw_survey_responses), 'scored', count(*),
      'grades', json_build_object('A', count(*) filter (where grade = 'A'), 'B', count(*) filter (where grade = 'B'),
        'C', count(*) filter (where grade = 'C'), 'D', count(*) filter (where grade = 'D')),
      'actions', json_build_object(
        'grow', count(*) filter (where grade = 'A' and sales_before > 0 and sales >= 1.2 * sales_before),
        'exitReview', count(*) filter (where grade = 'D' and sales_before > 0 and 2 * sales <= sales_before)))
      from graded)) as figures;
