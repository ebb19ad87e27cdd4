import type { Kysely } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import { accumulate } from './accumulation.js';
import { saveStandings, selectOpenCases } from './evidence-store.js';
import { selectDiversionRule } from './rule-store.js';

/** Counts the open cases of partners anew, whom the caller has locked. @returns how many stand differently now. */
export async function recount(db: Kysely<TerritoryDb>, partnerCodes: readonly string[]): Promise<number> {
  const cases = await selectOpenCases(db, partnerCodes);
  const before = new Map(cases.map((each) => [each.diversionId, each]));
  const changed = accumulate(cases, await selectDiversionRule(db)).filter(
    ({ diversionId, repeats, severity }) =>
      before.get(diversionId)?.repeats !== repeats || before.get(diversionId)?.severity !== severity,
  );
  if (changed.length > 0) await saveStandings(db, changed);
  return changed.length;
}
