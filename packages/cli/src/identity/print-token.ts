import { CliError } from '../cli-error.js';
import { type IssuerOptions, type LocatedIssuer, locateIssuer } from '../deployment/locate-issuer.js';
import { clientTokens, localTokens, logInAs } from './local-platform.js';
import { machineTokens } from './machine-tokens.js';
import { currentLogin } from './renew-login.js';

/** Whose token. */
export interface TokenOptions extends IssuerOptions {
  readonly as?: string;
  readonly client?: string;
}

/** `quyu token` */
export async function printToken(options: TokenOptions): Promise<void> {
  process.stdout.write(`${await tokenOf(options, locateIssuer(options))}\n`);
}

async function tokenOf({ as, client }: TokenOptions, located: LocatedIssuer): Promise<string> {
  if (!located.isLocal) return client === undefined ? loggedIn(located) : byOwnSecret(located, client);
  const { platform } = located;
  if (as !== undefined) return (await logInAs(platform, as)).accessToken;
  return client === undefined ? localTokens(platform)() : clientTokens(platform, client)();
}

async function loggedIn({ folder, issuer }: LocatedIssuer): Promise<string> {
  const login = await currentLogin(folder, issuer);
  if (login) return login.accessToken;
  throw new CliError(
    `Nobody is logged in at ${issuer}.`,
    `Log in with "npm run quyu -- login --issuer ${issuer}".`,
  );
}

function byOwnSecret({ issuer }: LocatedIssuer, client: string): Promise<string> {
  const secret = process.env['QUYU_CLIENT_SECRET'];
  if (secret) return machineTokens({ issuer, client, secret })();
  throw new CliError(`The secret of ${client} is not known.`, 'Set QUYU_CLIENT_SECRET to it.');
}
