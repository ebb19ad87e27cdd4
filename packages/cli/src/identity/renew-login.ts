import { refreshTokenGrant } from 'openid-client';
import { CliError } from '../cli-error.js';
import { keepLogin, readLogin } from './kept-logins.js';
import { type Login, isFresh, loginOf } from './login.js';
import { providerOf } from './provider-of.js';

/**
 * The login that a folder keeps for an issuer, renewed when its token is about to end.
 *
 * @returns undefined when nobody is logged in.
 * @throws CliError when the login has ended: nobody acts as somebody else unasked.
 */
export async function currentLogin(folder: string, issuer: string): Promise<Login | undefined> {
  const login = readLogin(folder, issuer);
  if (!login || isFresh(login, Date.now())) return login;
  // Loaded only now: most of the time nothing needs to be locked.
  const { withLoginsLocked } = await import('./lock-logins.js');
  return withLoginsLocked(folder, () => renewKept(folder, issuer));
}

/** Looks again: another process may have renewed it, or logged out, in the meantime. */
async function renewKept(folder: string, issuer: string): Promise<Login | undefined> {
  const login = readLogin(folder, issuer);
  if (!login || isFresh(login, Date.now())) return login;
  const renewed = await renew(login);
  keepLogin(folder, renewed);
  return renewed;
}

async function renew(login: Login): Promise<Login> {
  if (login.refreshToken === undefined) throw ended(login);
  const provider = await providerOf(login);
  try {
    return loginOf(login, await refreshTokenGrant(provider, login.refreshToken), Date.now());
  } catch (error) {
    if (isRefusal(error)) throw ended(login, error);
    throw error;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'error' in error && error.error === 'invalid_grant';
}

function ended({ subject, issuer }: Login, cause?: unknown): CliError {
  return new CliError(
    `The login of ${subject} at ${issuer} has ended.`,
    'Log in again with "npm run quyu -- login", or forget it with "npm run quyu -- logout".',
    { cause },
  );
}
