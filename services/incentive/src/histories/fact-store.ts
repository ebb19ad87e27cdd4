import { type Kysely, sql } from 'kysely';
import { isKnownFact, UnknownFactError } from '../calculation/known-facts.js';
import type { IncentiveDb } from '../db/schema.js';
import type { HistoryRequest } from './histories.js';
import type { DatedValue } from './kept-history.js';

type Facts = Map<string, DatedValue[]>;

/**
 * Facts by payee and name, in the order of their days.
 *
 * @throws UnknownFactError naming the first fact that nobody has, and that no event sets either: its name may be misspelt.
 */
export async function readFacts(
  db: Kysely<IncentiveDb>,
  { payee, codes, factNames = [] }: HistoryRequest,
): Promise<Map<string, Facts>> {
  const found = new Map<string, Facts>();
  if (factNames.length === 0) return found;
  await assertSet(
    db,
    factNames.filter((name) => !isKnownFact(name)),
  );
  const only = codes === 'all' ? sql`` : sql`and payee_code = any(${codes}::text[])`;
  const { rows } = await sql<{ code: string; name: string; value: string; from: string }>`
    select payee_code as code, name, value, valid_from::text as from
    from payee_fact
    where payee_kind = ${payee} and name = any(${factNames}::text[]) ${only}
    order by payee_code, name, valid_from`.execute(db);
  for (const { code, name, value, from } of rows) {
    const facts: Facts = found.get(code) ?? new Map();
    found.set(code, facts);
    facts.set(name, [...(facts.get(name) ?? []), { from, value }]);
  }
  return found;
}

async function assertSet(db: Kysely<IncentiveDb>, names: readonly string[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select asked.name from unnest(${names}::text[]) asked (name)
    where not exists (select from payee_fact f where f.name = asked.name)
    order by asked.name
    limit 1`.execute(db);
  const [missing] = rows;
  if (missing)
    throw new UnknownFactError(
      `no payee has the fact "${missing.name}" yet: set it with POST /payee-facts/bulk`,
    );
}
