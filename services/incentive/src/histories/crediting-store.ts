import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { HistoryRequest } from './histories.js';
import type { Crediting } from './lines-sql.js';

/** Whether anybody shares lines at all, and if so whether anybody asked for does: else only their own lines need be read. */
export async function selectCrediting(
  db: Kysely<IncentiveDb>,
  { payee, codes }: Pick<HistoryRequest, 'payee' | 'codes'>,
): Promise<Crediting> {
  if (payee === 'partner') return 'by-line';
  const named = codes === 'all' ? null : codes;
  const { rows } = await sql<{ some: boolean; named: boolean }>`
    select exists (select from crediting_rules()) or exists (select from line_split) as some,
      exists (select from crediting_rules() r where (r.split_people || r.overlay_people) && ${named}::text[])
        or exists (select from line_split k where k.people && ${named}::text[]) as named`.execute(db);
  const [{ some, named: isNamed }] = rows as [(typeof rows)[number]];
  if (!some) return 'by-line';
  return named === null || isNamed ? 'by-rules' : 'by-rules-own-lines';
}
