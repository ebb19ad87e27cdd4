import type { ClientBase, Pool } from 'pg';

/** The oldest server whose roles, schemas and functions are as the migrations need them. */
const OLDEST = 15;

/** The server is not one that Quyu can work with. */
export class UnfitDatabaseError extends Error {
  constructor(version: string) {
    super(
      `the Postgres server is version ${version}: Quyu needs ${OLDEST} or newer. Upgrade it, or name another in QUYU_DATABASE_URL`,
    );
    this.name = 'UnfitDatabaseError';
  }
}

/** Asks the server for its version. @throws UnfitDatabaseError when it is too old. */
export async function requireServerVersion(client: Pick<ClientBase | Pool, 'query'>): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version') as version",
  );
  const version = rows[0]?.version ?? 'unknown';
  if (!isFit(version)) throw new UnfitDatabaseError(version);
}

/** @param version e.g. `18.1 (Debian 18.1-1)`, `15devel`. */
export function isFit(version: string): boolean {
  return Number.parseInt(version, 10) >= OLDEST;
}
