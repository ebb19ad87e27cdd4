import { jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection, connect } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import { type Host, type HostSettings, type LocalIssuer, createLog, provision, startHost } from '@quyu/host';
import { type ThrowawayDatabase, createDatabase } from './database.js';
import { recordEvents } from './event-recorder.js';
import { foreignSpecs } from './foreign-publisher.js';
import { openTestDatabases } from './test-databases.js';
import type { TestHost, TestHostOptions } from './test-host.js';
import { createTestIssuer, mintFor } from './test-identity.js';
import { testHostOf } from './test-host-of.js';
import { testSettings } from './test-settings.js';

/** What a test host is made of. */
interface World {
  readonly options: TestHostOptions;
  readonly database: ThrowawayDatabase;
  readonly nc: NatsConnection;
  readonly issuer: LocalIssuer;
  readonly settings: HostSettings;
  readonly now: () => Date;
}

/**
 * Starts plugins in a real host: migrated and provisioned, on a free port, in a database and under subjects of its
 * own, checking every answer against its contract. Events of services that do not run here can be published and heard.
 *
 * @example
 * const app = await startTestHost({ plugins: [partner] });
 * await app.client(partnerApi).enrolPartner({ body });
 * await app.settle();
 * expect(await app.published(partnerEnrolled)).toHaveLength(1);
 * await app.stop();
 */
export async function startTestHost(options: TestHostOptions): Promise<TestHost> {
  const now = options.now ?? (() => new Date());
  const issuer = await createTestIssuer(now);
  const database = await createDatabase();
  const settings = testSettings(database.url, issuer, options);
  const nc = await connect({ servers: settings.natsUrl });
  const world: World = { options, database, nc, issuer, settings, now };
  try {
    return await start(world);
  } catch (error) {
    await tearDown(world);
    throw error;
  }
}

async function start(world: World): Promise<TestHost> {
  const { options, nc, settings, now, issuer, database } = world;
  const specs = options.plugins
    .map(({ spec }) => spec)
    .filter(({ id }) => options.only?.includes(id) ?? true);
  await provision({ nc, specs: [...foreignSpecs(specs), ...specs], root: settings.busRoot, replicas: 1 });
  const recorder = await recordEvents(nc, settings.busRoot);
  const host = await startHostOf(world);
  const databases = openTestDatabases(database.url);
  const startAgain = (): Promise<Host> => startHostOf(world);
  const stop = async (): Promise<void> => {
    await databases.close();
    await tearDown(world);
  };
  return testHostOf({ host, startAgain, settings, issuer, nc, recorder, databases, now, stop });
}

function startHostOf({ options, settings, issuer, now }: World): Promise<Host> {
  return startHost({
    config: { plugins: options.plugins, modules: options.modules ?? [], roles: options.roles ?? {} },
    settings,
    env: options.env ?? {},
    migrate: true,
    serviceToken: (service) => mintFor(issuer, { subject: service }),
    now,
    log: createLog(settings.logLevel),
    ...(options.only ? { only: options.only } : {}),
  });
}

/** Leaves the shared servers as they were found. */
async function tearDown({ nc, settings, database }: World): Promise<void> {
  const manager = await jetstreamManager(nc);
  const prefix = streamName(settings.busRoot, '');
  for await (const name of manager.streams.names()) {
    if (name.startsWith(prefix)) await manager.streams.delete(name);
  }
  await nc.close();
  await database.drop();
}
