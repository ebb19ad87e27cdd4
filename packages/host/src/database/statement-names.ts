/**
 * Names for statements that come again and again, so that each connection parses and plans them once. What is seen for the third time
 * gets a name, up to a limit: statements whose text varies without end (lists of any length) must not fill the server's memory. Nor
 * do those that may give all columns: Postgres refuses to run a kept plan once a migration has added one.
 */
export interface StatementNames {
  nameOf(text: string): string | undefined;
}

const SEEN_BEFORE = 2;
/** `count(*)` and most products are none; what is after a bracket may be either. */
const ALL_COLUMNS = /(?:\b(?:all|distinct|returning|select)|[,.)])\s*\*/i;
const MOST_WATCHED = 2_000;

/** @param limit most names. */
export function createStatementNames(limit = 200): StatementNames {
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  return {
    nameOf(text) {
      const known = names.get(text);
      if (known !== undefined || names.size >= limit || ALL_COLUMNS.test(text)) return known;
      const times = seen.get(text) ?? 0;
      if (times < SEEN_BEFORE) {
        if (seen.size >= MOST_WATCHED) seen.clear();
        seen.set(text, times + 1);
        return undefined;
      }
      const name = `quyu-${names.size + 1}`;
      names.set(text, name);
      seen.delete(text);
      return name;
    },
  };
}
