/** Where the tests' Postgres and NATS are, and how to be done with them. */
export interface Infrastructure {
  /** Logs in as somebody who may create databases and roles. */
  readonly postgresUrl: string;
  readonly natsUrl: string;
  /** How they came to be, for one line of output. */
  readonly source: string;
  stop(): Promise<void>;
}

/** The variables that carry the addresses, to whoever gives them and from the global setup to the tests. */
export const POSTGRES_VARIABLE = 'QUYU_TEST_POSTGRES_URL';
export const NATS_VARIABLE = 'QUYU_TEST_NATS_URL';

/** The address of the tests' Postgres. @throws Error telling how to run tests when it is not known. */
export function postgresUrl(): string {
  return addressFrom(POSTGRES_VARIABLE);
}

/** The address of the tests' NATS. @throws Error telling how to run tests when it is not known. */
export function natsUrl(): string {
  return addressFrom(NATS_VARIABLE);
}

/** Infrastructure that was given by its addresses, or undefined. It is not ours to stop. */
export function givenInfrastructure(env: NodeJS.ProcessEnv): Infrastructure | undefined {
  const postgres = env[POSTGRES_VARIABLE];
  const nats = env[NATS_VARIABLE];
  if (!postgres && !nats) return undefined;
  if (!postgres || !nats)
    throw new Error(`${POSTGRES_VARIABLE} and ${NATS_VARIABLE} belong together: set both or neither`);
  return { postgresUrl: postgres, natsUrl: nats, source: 'given addresses', stop: async () => undefined };
}

function addressFrom(variable: string): string {
  const address = process.env[variable];
  if (address) return address;
  throw new Error(
    `${variable} is not set. Run the tests from the root with vitest: its global setup provides Postgres and NATS`,
  );
}
