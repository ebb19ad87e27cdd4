import { CLI_CLIENT, type Person, SAMPLE_PEOPLE, findPerson, roleOf, signIn } from '@quyu/issuer';
import { CliError } from '../cli-error.js';
import { issuerSecrets } from '../deployment/state-files.js';
import { currentLogin } from './renew-login.js';
import { isFresh, type Login } from './login.js';
import { logIn } from './log-in.js';
import { machineTokens } from './machine-tokens.js';

/** A platform that runs from a state folder, and whose issuer's secrets this user can read. */
export interface LocalPlatform {
  readonly state: string;
  readonly issuer: string;
}

/** What is asked for when somebody logs in. */
export const SCOPE = 'openid profile offline_access';

/** Nobody listens there: the walk ends before. */
const NOWHERE = 'http://127.0.0.1:1/callback';

/** Logs a sample person in, by id or role: through the same pages as with a browser, with the password that is kept. */
export async function logInAs({ state, issuer }: LocalPlatform, idOrRole: string): Promise<Login> {
  const person = findSample(idOrRole);
  const { password } = secretsOf(state);
  return logIn({
    issuer,
    client: CLI_CLIENT,
    scope: SCOPE,
    redirectUri: NOWHERE,
    visit: (authorizationUrl) => signIn({ authorizationUrl, person: person.id, password }),
  });
}

/**
 * Tokens for the local platform: of who is logged in, else of a machine client, else of the operator.
 *
 * @param machine the client for work that a machine does when nobody is logged in.
 */
export function localTokens(platform: LocalPlatform, machine?: string): () => Promise<string> {
  const byMachine = machine === undefined ? undefined : clientTokens(platform, machine);
  let operator: Login | undefined;
  return async () => {
    const login = await currentLogin(platform.state, platform.issuer);
    if (login) return login.accessToken;
    if (byMachine) return byMachine();
    if (!operator || !isFresh(operator, Date.now())) operator = await logInAs(platform, 'operator');
    return operator.accessToken;
  };
}

/** Tokens of one of the local platform's machine clients. */
export function clientTokens({ state, issuer }: LocalPlatform, client: string): () => Promise<string> {
  const { clientSecrets } = secretsOf(state);
  const secret = clientSecrets[client];
  if (secret !== undefined) return machineTokens({ issuer, client, secret });
  const known = Object.keys(clientSecrets).join(', ');
  throw new CliError(`The local platform has no machine client "${client}".`, `It has ${known}.`);
}

function findSample(idOrRole: string): Person {
  const person = findPerson(SAMPLE_PEOPLE, idOrRole);
  if (person) return person;
  const known = SAMPLE_PEOPLE.map((each) => `${each.id} (${roleOf(each)})`).join(', ');
  throw new CliError(`There is no sample person "${idOrRole}".`, `There are ${known}.`);
}

function secretsOf(state: string): NonNullable<ReturnType<typeof issuerSecrets.read>> {
  const secrets = issuerSecrets.read(state);
  if (secrets) return secrets;
  throw new CliError(`${state} keeps no secrets of an issuer.`, 'Start the platform with "npm start".');
}
