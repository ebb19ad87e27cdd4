import { readFileSync } from 'node:fs';
import { usernamePasswordAuthenticator } from '@nats-io/transport-node';
import { z } from '@quyu/contract-kit';
import { inboxPrefixOf } from '../bus/index.js';
import type { NatsSettings } from '../bus/index.js';
import type { HostSettings } from './settings.js';

const passwords = z.record(z.string(), z.string().min(1));

/**
 * How a user of the broker logs in: with its own password and a private inbox, or, when no passwords are set, with the credentials
 * of the address. A file of passwords is read again at each connection, so that a password can be changed while we run.
 *
 * @throws Error when the user has no password, or the file cannot be read; it never shows a password.
 * @example await connectNats({ natsUrl, name: 'partner', log, options: natsLogin(settings, 'partner') });
 */
export function natsLogin(
  settings: Pick<HostSettings, 'busRoot' | 'natsUsers' | 'natsUsersFile'>,
  user: string,
): NonNullable<NatsSettings['options']> {
  const inboxPrefix = inboxPrefixOf(settings.busRoot, user);
  const { natsUsers, natsUsersFile } = settings;
  if (!natsUsers && natsUsersFile === undefined) return { inboxPrefix };
  const password = createPasswordSource(() => passwordOf(user, natsUsers, natsUsersFile));
  return { inboxPrefix, authenticator: usernamePasswordAuthenticator(user, password) };
}

/** Must be right at the start. Later a file may be away for the moment of its replacement: then the last password is tried. */
function createPasswordSource(read: () => string): () => string {
  let last = read();
  return () => {
    try {
      last = read();
    } catch {
      return last; // the broker refuses it if it is not valid any more, and the next attempt reads again
    }
    return last;
  };
}

function passwordOf(user: string, given: HostSettings['natsUsers'], file: string | undefined): string {
  const password = (given ?? readPasswords(file ?? ''))[user];
  if (password !== undefined) return password;
  const source = given ? 'QUYU_NATS_USERS' : `the file ${file} (QUYU_NATS_USERS_FILE)`;
  throw new Error(`${source} has no password for the NATS user "${user}": add one`);
}

/** The parser's own message would quote the file, and with it a password. */
function readPasswords(file: string): Readonly<Record<string, string>> {
  const text = readFileSync(file, 'utf8');
  const parsed = passwords.safeParse(jsonOr(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} (QUYU_NATS_USERS_FILE) is not JSON like {"partner":"its password"}`);
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema
  }
}
