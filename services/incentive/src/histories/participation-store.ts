import { type Kysely, sql } from 'kysely';
import { type Span, spansOfWords } from '../calculation/participation.js';
import type { IncentiveDb } from '../db/schema.js';
import type { HistoryRequest } from './histories.js';

type Db = Kysely<IncentiveDb>;

/** By this fact somebody says when a payee takes part: "yes" or "no". */
const FACT = 'participation';

/**
 * When payees take part, by code: what the fact `participation` says, or of a salesperson of whom it says nothing their time in units of
 * the field organisation. Who is not in it takes part at all times.
 */
export async function readParticipation(
  db: Db,
  { payee, codes, prorates = false }: HistoryRequest,
): Promise<ReadonlyMap<string, readonly Span[]>> {
  if (!prorates) return new Map();
  const members = payee === 'salesperson' ? await selectMembers(db, codes) : [];
  const spans = new Map<string, Span[]>();
  for (const { code, from, to } of members) spans.set(code, [...(spans.get(code) ?? []), { from, to }]);
  const words = Map.groupBy(await selectWords(db, payee, codes), ({ code }) => code);
  for (const [code, said] of words) spans.set(code, spansOfWords(said));
  return spans;
}

async function selectWords(db: Db, payee: HistoryRequest['payee'], codes: HistoryRequest['codes']) {
  const only = codes === 'all' ? sql`` : sql`and payee_code = any(${codes}::text[])`;
  const { rows } = await sql<{ code: string; from: string; value: string }>`
    select payee_code as code, valid_from::text as "from", value
    from payee_fact
    where payee_kind = ${payee} and name = ${FACT} ${only}
    order by payee_code, valid_from`.execute(db);
  return rows;
}

async function selectMembers(db: Db, codes: HistoryRequest['codes']) {
  const only = codes === 'all' ? sql`` : sql`where staff_code = any(${codes}::text[])`;
  const { rows } = await sql<{ code: string; from: string; to: string | null }>`
    select staff_code as code, from_date::text as "from", to_date::text as "to"
    from org_member ${only}`.execute(db);
  return rows;
}
