import { readSecretVariable } from '@quyu/host';
import { serviceClient } from '@quyu/issuer';
import { CliError } from '../cli-error.js';
import { machineTokens } from './machine-tokens.js';

/** Gives a service tokens of its own, for calls in which it acts for nobody. */
export type ServiceToken = (service: string) => Promise<string>;

const VARIABLE = 'QUYU_AUTH_CLIENT_SECRETS';

/**
 * Gives each service tokens of its own client.
 *
 * @param tokensOf the tokens of a service's client; it is asked once for each.
 */
export function serviceTokens(tokensOf: (service: string) => () => Promise<string>): ServiceToken {
  const known = new Map<string, () => Promise<string>>();
  return (service) => {
    const tokens = known.get(service) ?? tokensOf(service);
    known.set(service, tokens);
    return tokens();
  };
}

/**
 * Tokens of services by client credentials, with the secrets that the environment names.
 *
 * @returns undefined when it names none: calls for nobody are then refused where they are made.
 * @throws CliError when it is no JSON of secrets.
 */
export function serviceTokensFromEnv(
  issuer: string,
  env: Readonly<Record<string, string | undefined>>,
): ServiceToken | undefined {
  const text = readSecretVariable(VARIABLE, env);
  if (text === undefined) return undefined;
  const secrets = parseSecrets(text);
  return serviceTokens((service) => {
    const client = serviceClient(service);
    const secret = secrets[service];
    if (secret !== undefined) return machineTokens({ issuer, client, secret });
    throw new CliError(
      `${VARIABLE} has no secret of "${service}".`,
      `Add the secret of its client ${client}.`,
    );
  });
}

function parseSecrets(text: string): Readonly<Record<string, string>> {
  const remedy = 'Write it like {"partner":"its client secret"}.';
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null) throw new CliError(`${VARIABLE} is not JSON.`, remedy);
  const entries = Object.entries(parsed);
  const secrets = entries.filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  if (secrets.length > 0 && secrets.length === entries.length) return Object.fromEntries(secrets);
  throw new CliError(`${VARIABLE} holds something else than secrets.`, remedy);
}

/** The parser's own message would quote the text, and with it a secret. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
