import type { Credit } from '@quyu/incentive-contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import { OVERLAYS, RULES, SHARES } from '../histories/credits-sql.js';
import { belowTables, placeJoin } from '../histories/trees-sql.js';
import type { CreditsAsked } from './credits-asked.js';

type Db = Kysely<IncentiveDb>;
type Sql = RawBuilder<unknown>;

/** By what credits are in order, all of it text. */
export type CreditKey = readonly [
  creditedOn: string, source: string, lineId: string, payeeKind: string, payeeCode: string, credit: string, rule: string, of: string,
]; // prettier-ignore

export function keyOfCredit({ because, ...credit }: Credit): CreditKey {
  const { creditedOn, source, lineId, payeeKind, payeeCode } = credit;
  return [
    creditedOn,
    source,
    lineId,
    payeeKind,
    payeeCode,
    credit.credit,
    because.rule ?? '',
    because.of ?? '',
  ];
}

type Row = Omit<Credit, 'because'> & Credit['because'];

/**
 * Credits with what they come from, as runs derive them, in order of day and line. Whoever may not see a payee does not see its
 * credits.
 */
export async function selectCredits(
  db: Db,
  asked: CreditsAsked,
  after: CreditKey | undefined,
  limit: number,
): Promise<Credit[]> {
  const { rows } = await sql<Row>`
    with recursive ${RULES}, ${belowTables(false)}, credit as (${creditsOf(asked)}), keyed as (
      select source, line_id as "lineId", credited_on::text as "creditedOn", payee_kind as "payeeKind", payee_code as "payeeCode", credit,
        (share * 10000)::int as "shareBp", trim_scale(amount * share)::text as amount, currency, by, rule, of_code as of,
        case when isfinite(below_from) then below_from::text end as "belowFrom",
        case when isfinite(below_to) then (below_to - 1)::text end as "belowTo", coalesce(path, '{}') as territories,
        array[credited_on::text, source, line_id, payee_kind, payee_code, credit, coalesce(rule, ''), coalesce(of_code, '')]
          collate "C" as key
      from credit
    )
    select * from keyed
    where ${after === undefined ? sql`true` : sql`key > ${[...after]}::text[] collate "C"`}
    order by key
    limit ${limit}`.execute(db);
  return rows.map(creditOf);
}

function creditOf(row: Row): Credit {
  const { source, lineId, creditedOn, payeeKind, payeeCode, credit, shareBp, amount, currency } = row;
  const { by, rule, of, belowFrom, belowTo, territories } = row;
  return {
    source, lineId, creditedOn, payeeKind, payeeCode, credit, shareBp, amount, currency,
    because: { by, rule, of, belowFrom, belowTo, territories },
  }; // prettier-ignore
}

/** Of each line the partner's, the shares of people, those of overlays, and of shares what their leaders have of them. */
function creditsOf(asked: CreditsAsked): Sql {
  const ofPartner = sql`
    select s.source, s.line_id, s.credited_on, 'partner' as payee_kind, p.code as payee_code, 'own' as credit, 1.0000 as share,
      s.amount, s.currency, 'line' as by, null::text as rule, null::text as of_code, null::date as below_from, null::date as below_to, t.path
    from sale s join partner p on p.partner_id = s.partner_id ${placeJoin()}
    where ${linesOf(asked)} ${ofPayee(asked, 'partner', sql`p.code`)}`;
  const own = ofPeople(asked, { credit: 'own', credits: SHARES, person: sql`c.person` });
  const overlay = ofPeople(asked, { credit: 'overlay', credits: OVERLAYS, person: sql`c.person` });
  const below = sql`${SHARES} join below b on b.code = c.person and s.credited_on >= b.from_day and s.credited_on < b.to_day`;
  const group = ofPeople(asked, { credit: 'group', credits: below, person: sql`b.leader` });
  return sql`${ofPartner} union all ${own} union all ${overlay} union all ${group}`;
}

interface People {
  readonly credit: Credit['credit'];
  readonly credits: Sql;
  readonly person: Sql;
}

/** Who is named in a split besides having sold the line has one credit of both shares. */
function ofPeople(asked: CreditsAsked, { credit, credits, person }: People): Sql {
  const below =
    credit === 'group'
      ? sql`c.person as of_code, b.from_day as below_from, b.to_day as below_to`
      : sql`null::text as of_code, null::date as below_from, null::date as below_to`;
  return sql`
    select s.source, s.line_id, s.credited_on, 'salesperson', v.code, ${credit}, sum(c.share),
      s.amount, s.currency, c.by, c.rule, ${below}, t.path
    from sale s join product d on d.code = s.product_code ${placeJoin()} ${credits}
    join salesperson v on v.code = ${person}
    where ${linesOf(asked)} ${ofPayee(asked, 'salesperson', sql`v.code`)}
    group by s.source, s.line_id, s.credited_on, v.code, s.amount, s.currency, c.by, c.rule, of_code, below_from, below_to, t.path`;
}

function linesOf(asked: CreditsAsked): Sql {
  return asked.of === 'line'
    ? sql`s.source = ${asked.source} and s.line_id = ${asked.lineId}`
    : sql`s.month between ${asked.first} and ${asked.through}`;
}

function ofPayee(asked: CreditsAsked, kind: Credit['payeeKind'], code: Sql): Sql {
  if (asked.of === 'line') return sql``;
  return asked.payeeKind === kind ? sql`and ${code} = ${asked.payeeCode}` : sql`and false`;
}
