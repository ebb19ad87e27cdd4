import { type NatsSettings, natsLogin } from '@quyu/host';
import { CliError } from '../cli-error.js';

/**
 * How a command logs in to the broker: as this user when QUYU_NATS_USERS or QUYU_NATS_USERS_FILE has its password, else as
 * QUYU_NATS_URL says.
 */
export function natsLoginFromEnv(user: string): NonNullable<NatsSettings['options']> {
  const { QUYU_BUS_ROOT: busRoot = 'quyu', QUYU_NATS_USERS: text, QUYU_NATS_USERS_FILE: file } = process.env;
  if (!text && !file) return {};
  return natsLogin(
    { busRoot, natsUsers: text ? parsePasswords(text) : undefined, natsUsersFile: file },
    user,
  );
}

/** The parser's own message would quote the text, and with it a password. */
function parsePasswords(text: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, string>>;
  } catch {
    throw new CliError('QUYU_NATS_USERS is not JSON.', 'Write it like {"provisioner":"its password"}.');
  }
}
