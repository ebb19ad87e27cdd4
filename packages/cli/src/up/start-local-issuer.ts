import { freePort } from '@quyu/embedded';
import { SAMPLE_PEOPLE, completeSecrets, startIssuer } from '@quyu/issuer';
import type { Logger } from 'pino';
import { issuerPortNote, issuerSecrets } from '../deployment/state-files.js';
import type { Teardown } from './teardown.js';

/**
 * Starts the issuer of a local platform. Its secrets are made on first use and kept, and so is its port: a token is good
 * only for the address that it was issued at.
 *
 * @param services the services that get a machine client each.
 * @returns its address.
 */
export async function startLocalIssuer(
  state: string,
  services: readonly string[],
  log: Logger,
  teardown: Teardown,
): Promise<string> {
  const secrets = await completeSecrets(issuerSecrets.read(state) ?? {}, services);
  issuerSecrets.write(state, secrets);
  const issuer = await startIssuer({
    port: await freePort(issuerPortNote.read(state)?.port),
    secrets,
    people: SAMPLE_PEOPLE,
    env: process.env,
    onTrouble: (err) => log.error({ err }, 'the issuer failed'),
  });
  teardown.add(() => issuer.stop());
  issuerPortNote.write(state, { port: issuer.port });
  return issuer.url;
}
