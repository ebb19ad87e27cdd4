import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { ignoringRaces } from './grants.js';
import { callerRoleOf, loginOf, quoteName, relayRoleOf, roleOf } from './names.js';

/** Passwords of the services' logins, by service. A service that is not named logs in with the address's own user. */
export type Logins = Readonly<Record<string, string>>;

/**
 * The address with the credentials of a service's own login.
 *
 * @example addressFor('partner', 'postgres://db:5432/quyu', { partner: 's3cret' }) // postgres://quyu_partner_login:s3cret@db:5432/quyu
 */
export function addressFor(service: string, databaseUrl: string, logins: Logins | undefined): string {
  const password = logins && Object.hasOwn(logins, service) ? logins[service] : undefined;
  if (password === undefined) return databaseUrl;
  const url = new URL(databaseUrl);
  url.username = loginOf(service);
  url.password = encodeURIComponent(password);
  return url.href;
}

/**
 * Makes the login of a service, or changes its password. By itself it may do nothing: it may only act as the service's own
 * roles. The server is told a SCRAM verifier, so that no password is in its log.
 */
export async function ensureLogin(client: ClientBase, service: string, password: string): Promise<void> {
  const login = quoteName(loginOf(service));
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [loginOf(service)]);
  if (rowCount === 0) await ignoringRaces(client, `create role ${login} login noinherit`);
  await ignoringRaces(client, `alter role ${login} login noinherit password '${verifierOf(password)}'`);
  const roles = [roleOf, relayRoleOf, callerRoleOf].map((role) => quoteName(role(service)));
  await ignoringRaces(client, `grant ${roles.join(', ')} to ${login}`);
}

/** What Postgres keeps of a password (RFC 5803). Passwords are ASCII here, so SASLprep changes nothing. */
function verifierOf(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
