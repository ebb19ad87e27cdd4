import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  type BusStatus,
  type EventContract,
  type JobStatus,
  createClient,
  platformApi,
} from '@quyu/contract-kit';
import type { Host, HostSettings, LocalIssuer } from '@quyu/host';
import type { EventRecorder } from './event-recorder.js';
import { createForeignPublisher } from './foreign-publisher.js';
import { settleAll } from './settle.js';
import type { TestDatabases } from './test-databases.js';
import type { Identity, TestHost } from './test-host.js';
import { mintFor } from './test-identity.js';

/** The running parts that a {@link TestHost} is a face of. */
export interface TestHostParts {
  readonly host: Host;
  /** Starts another host over the same database and streams. */
  readonly startAgain: () => Promise<Host>;
  readonly settings: HostSettings;
  readonly issuer: LocalIssuer;
  readonly nc: NatsConnection;
  readonly recorder: EventRecorder;
  readonly databases: TestDatabases;
  readonly now: () => Date;
  /** Ends everything but the hosts. */
  readonly stop: () => Promise<void>;
}

const WAIT_MS = 20_000;
const PAUSE_MS = 20;

/** Gives a test its handles. */
export function testHostOf(parts: TestHostParts): TestHost {
  const { settings, issuer, recorder } = parts;
  let { host } = parts;
  const token = (identity?: Identity): Promise<string> => mintFor(issuer, identity);
  const publishAs = createForeignPublisher(parts.nc, settings.busRoot, parts.now);
  let stopped: Promise<void> | undefined;
  return {
    get host() {
      return host;
    },
    get url() {
      return host.url;
    },
    settings,
    client: (api, identity) => createClient(api, { baseUrl: host.url, token: () => token(identity) }),
    token,
    settle: (timeoutMs = WAIT_MS) => settleAll(() => lookAt(host, token), timeoutMs),
    finishJob: (service, jobId, timeoutMs = WAIT_MS) => waitForJob(host, token, service, jobId, timeoutMs),
    async publish(event: EventContract, ...data: readonly unknown[]) {
      for (const each of data) await publishAs(event, each);
    },
    published: (event: EventContract) => recorder.heard(event.type) as Promise<never>,
    db: (service) => parts.databases.of(service),
    async restart() {
      await host.stop();
      host = await parts.startAgain();
    },
    stop: () => (stopped ??= host.stop().then(() => parts.stop())),
  };
}

type Token = () => Promise<string>;

async function lookAt(host: Host, token: Token): Promise<Readonly<Record<string, BusStatus>>> {
  const states = host.plugins.map(async (service) => {
    const platform = createClient(platformApi(service), { baseUrl: host.url, token });
    return [service, await platform.getBusStatus({})] as const;
  });
  return Object.fromEntries(await Promise.all(states));
}

async function waitForJob(
  host: Host,
  token: Token,
  service: string,
  jobId: string,
  timeoutMs: number,
): Promise<JobStatus> {
  const platform = createClient(platformApi(service), { baseUrl: host.url, token });
  const end = performance.now() + timeoutMs;
  for (;;) {
    const job = await platform.getJob({ params: { jobId } });
    if (job.state === 'succeeded' || job.state === 'failed') return job;
    if (performance.now() > end)
      throw new Error(`still ${job.state} after ${timeoutMs} ms: ${JSON.stringify(job)}`);
    await sleep(PAUSE_MS);
  }
}
