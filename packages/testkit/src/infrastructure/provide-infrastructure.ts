import { resolve } from 'node:path';
import { type Infrastructure, NATS_VARIABLE, POSTGRES_VARIABLE, givenInfrastructure } from './addresses.js';
import { dockerInfrastructure } from './docker.js';
import { embeddedInfrastructure } from './embedded.js';

/** Where a fetched nats-server is kept, below the folder the tests run in. */
const CACHE_DIR = '.quyu/cache';

/**
 * Provides one Postgres and one NATS for a run of tests: those whose addresses are given, else in Docker when an
 * engine answers, else embedded. Says in a line which, and puts the addresses where tests look for them.
 *
 * @returns what ends them.
 * @example
 * // vitest.config.ts: test: { globalSetup: ['packages/testkit/src/global-setup.ts'] }
 * export default provideInfrastructure;
 */
export async function provideInfrastructure(): Promise<() => Promise<void>> {
  const infrastructure = await findInfrastructure();
  process.stderr.write(`test infrastructure: ${infrastructure.source}\n`);
  process.env[POSTGRES_VARIABLE] = infrastructure.postgresUrl;
  process.env[NATS_VARIABLE] = infrastructure.natsUrl;
  return () => infrastructure.stop();
}

async function findInfrastructure(): Promise<Infrastructure> {
  const given = givenInfrastructure(process.env);
  if (given) return given;
  try {
    const docker = await dockerInfrastructure(process.env);
    if (docker) return docker;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `test infrastructure: Docker answers, but the containers do not start (${reason})\n`,
    );
  }
  return embeddedInfrastructure(resolve(CACHE_DIR));
}
