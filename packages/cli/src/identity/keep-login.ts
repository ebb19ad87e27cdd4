import { tokenRevocation } from 'openid-client';
import { CliError } from '../cli-error.js';
import { type IssuerOptions, type LocatedIssuer, locateIssuer } from '../deployment/locate-issuer.js';
import { listenForCallback } from './await-callback.js';
import { forgetLogin, keepLogin, readLogin } from './kept-logins.js';
import { logInAs } from './local-platform.js';
import { logIn } from './log-in.js';
import type { Login } from './login.js';
import { providerOf } from './provider-of.js';

/** How to log in, and as whom. */
export interface LoginOptions extends IssuerOptions {
  readonly as?: string;
  readonly client: string;
  readonly scope: string;
}

const PATIENCE_MS = 600_000;

/** `quyu login` */
export async function logInAndKeep(options: LoginOptions): Promise<void> {
  const located = locateIssuer(options);
  const login =
    options.as === undefined ? await logInByBrowser(options, located) : await asSample(options.as, located);
  keepLogin(located.folder, login);
  const who = login.name === undefined ? login.subject : `${login.name} (${login.subject})`;
  process.stderr.write(`Logged in at ${login.issuer} as ${who}.\n`);
}

/** `quyu logout` */
export async function logOut(options: IssuerOptions): Promise<void> {
  const { folder, issuer } = locateIssuer(options);
  const login = readLogin(folder, issuer);
  // Forgotten first: whatever the issuer answers, this machine keeps nothing.
  forgetLogin(folder, issuer);
  if (login) await endAt(login);
  process.stderr.write(
    login ? `Logged out: ${login.subject} at ${issuer}.\n` : `Nobody was logged in at ${issuer}.\n`,
  );
}

function asSample(person: string, located: LocatedIssuer): Promise<Login> {
  if (located.isLocal) return logInAs(located.platform, person);
  throw new CliError(
    '--as is for the local platform.',
    'Leave out --issuer, or log in in a browser without --as.',
  );
}

async function logInByBrowser({ client, scope }: LoginOptions, { issuer }: LocatedIssuer): Promise<Login> {
  const { redirectUri, called, close } = await listenForCallback(PATIENCE_MS);
  const visit = (authorizationUrl: URL): Promise<URL> => {
    process.stderr.write(`Open this address in a browser and log in:\n\n  ${authorizationUrl.href}\n\n`);
    return called(authorizationUrl.searchParams.get('state') ?? '');
  };
  try {
    return await logIn({ issuer, client, scope, redirectUri, visit });
  } finally {
    close();
  }
}

async function endAt({ issuer, client, refreshToken }: Login): Promise<void> {
  if (refreshToken === undefined) return;
  const provider = await providerOf({ issuer, client });
  if (provider.serverMetadata().revocation_endpoint !== undefined)
    await tokenRevocation(provider, refreshToken);
}
