import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { HistoryRequest } from './histories.js';
import { daysRead, type RulesLookAt } from './cells-sql.js';
import type { Crediting } from './lines-sql.js';

interface Known {
  readonly crediting: Crediting;
  readonly rulesLookAt: RulesLookAt;
}

/**
 * Whether anybody shares lines at all, and if so whether anybody asked for does: else only their own lines need be read. And what rules
 * tell lines apart by in the months that are read.
 */
export async function selectCrediting(
  db: Kysely<IncentiveDb>,
  { payee, codes, ...months }: Pick<HistoryRequest, 'payee' | 'codes' | 'first' | 'through'>,
): Promise<Known> {
  if (payee === 'partner') return { crediting: 'by-line', rulesLookAt: EVERYTHING };
  const named = codes === 'all' ? null : codes;
  const { firstDay, lastDay } = daysRead(months);
  const { rows } = await sql<{ some: boolean; named: boolean } & RulesLookAt>`
    select count(*) > 0 or exists (select from line_split) as some,
      coalesce(bool_or((r.split_people || r.overlay_people) && ${named}::text[]), false)
        or exists (select from line_split k where k.people && ${named}::text[]) as named,
      coalesce(bool_or(r.partner_ids is not null), false) as partner,
      coalesce(bool_or(r.products is not null or r.categories is not null), false) as product,
      coalesce(bool_or(r.territories is not null), false) as territory,
      array(
        select distinct day::text from crediting_rules() c cross join lateral (values (c.from_day), (c.to_day + 1)) d (day)
        where day > ${firstDay} and day <= ${lastDay} order by 1
      ) as changes
    from crediting_rules() r`.execute(db);
  const [{ some, named: isNamed, ...rulesLookAt }] = rows as [(typeof rows)[number]];
  if (!some) return { crediting: 'by-line', rulesLookAt };
  return { crediting: named === null || isNamed ? 'by-rules' : 'by-rules-own-lines', rulesLookAt };
} // prettier-ignore

const EVERYTHING: RulesLookAt = { partner: true, product: true, territory: true, changes: [] };
