import type { Pool } from 'pg';

/** Tables in your own database that remember what was handled, in the transactions of the effects. */
export interface Inbox {
  readonly pool: Pool;
  /** The Postgres schema of the tables. Default: `quyu_inbox`. See {@link createInbox}. */
  readonly schema?: string;
}

/** The inbox's tables, qualified and quoted. */
export interface Tables {
  readonly schema: string;
  readonly lane: string;
  readonly inbox: string;
  readonly position: string;
  readonly attempt: string;
  readonly deadLetter: string;
}

/** @throws TypeError when the schema is no name. */
export function tablesOf({ schema = 'quyu_inbox' }: Pick<Inbox, 'schema'>): Tables {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new TypeError(`"${schema}" is not a schema name of lower-case letters, digits and "_"`);
  }
  return {
    schema: `"${schema}"`,
    lane: `"${schema}".lane`,
    inbox: `"${schema}".inbox`,
    position: `"${schema}".inbox_position`,
    attempt: `"${schema}".attempt`,
    deadLetter: `"${schema}".dead_letter`,
  };
}
