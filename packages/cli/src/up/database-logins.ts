import { randomBytes } from 'node:crypto';
import type { Logins } from '@quyu/host';
import type { PluginSpec } from '@quyu/plugin-kit';
import { databasePasswords } from '../deployment/state-files.js';

/** The logins of the local database, one for each service that has tables. Passwords are made on first use and kept. */
export function openDatabaseLogins(state: string, specs: readonly PluginSpec[]): Logins {
  const kept = databasePasswords.read(state) ?? {};
  const services = specs.filter(({ db }) => db).map(({ id }) => id);
  const logins = services.map((id) => [id, kept[id] ?? randomBytes(24).toString('hex')] as const);
  databasePasswords.write(state, Object.fromEntries(logins));
  return Object.fromEntries(logins);
}
