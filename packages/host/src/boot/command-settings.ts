import type { NatsSettings } from '../bus/index.js';
import type { Logins } from '../database/index.js';
import { ConfigError } from './config-error.js';
import { natsLogin } from './nats-login.js';
import { readEnv } from './read-env.js';
import type { Env } from './secret-files.js';
import { hostFields } from './settings.js';

/**
 * Reads what concerns the database alone: for migrating, and for checking whether that was done.
 *
 * @throws ConfigError with every fault of it in one table.
 * @example const { databaseUrl, logins } = readDatabaseSettings(process.env);
 */
export function readDatabaseSettings(env: Env): {
  /** Past any transaction pooler. */
  readonly databaseUrl: string;
  readonly logins: Logins | undefined;
} {
  const fields = hostFields.pick({ databaseUrl: true, databaseDirectUrl: true, databaseUsers: true });
  const read = readEnv('quyu', fields, env);
  if (!read.ok) throw new ConfigError(read.faults);
  const { databaseUrl, databaseDirectUrl, databaseUsers: logins } = read.value;
  return { databaseUrl: databaseDirectUrl ?? databaseUrl, logins };
}

/**
 * Reads what concerns the broker alone: for provisioning.
 *
 * @param user who logs in, where there are passwords of users; otherwise the address says who.
 * @throws ConfigError with every fault of it in one table; it never shows a password.
 * @example const { natsUrl, root, login } = readBrokerSettings(process.env, 'provisioner');
 */
export function readBrokerSettings(
  env: Env,
  user: string,
): {
  readonly natsUrl: string;
  /** First token of every subject and stream. */
  readonly root: string;
  readonly login: NonNullable<NatsSettings['options']>;
} {
  const fields = hostFields.pick({ natsUrl: true, natsUsers: true, natsUsersFile: true, busRoot: true });
  const read = readEnv('quyu', fields, env);
  if (!read.ok) throw new ConfigError(read.faults);
  const { natsUrl, busRoot, natsUsers, natsUsersFile } = read.value;
  return { natsUrl, root: busRoot, login: loginOf(user, { busRoot, natsUsers, natsUsersFile }) };
}

function loginOf(
  user: string,
  settings: Parameters<typeof natsLogin>[0],
): NonNullable<NatsSettings['options']> {
  try {
    return natsLogin(settings, user);
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    const { natsUsersFile: file } = settings;
    const given =
      file === undefined
        ? { name: 'QUYU_NATS_USERS', value: '(hidden)' }
        : { name: 'QUYU_NATS_USERS_FILE', value: file };
    throw new ConfigError([{ ...given, fault, remedy: `JSON with the password of "${user}"` }]);
  }
}
