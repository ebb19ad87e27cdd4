import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { freePort } from '@quyu/embedded';
import { createLocalIssuer } from '@quyu/host';
import { type Client as ApiClient, createClient } from '@quyu/contract-kit';
import { partnerApi } from '@quyu/partner-contracts';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Balancer, startBalancer } from '../world/balancer.js';
import type { Container } from '../world/container.js';
import { startWorld, type World } from '../world/start-world.js';

const CLIENTS = 4;
/** Readiness is false for so long before a replica stops taking requests: the balancer looks every 100 ms. */
const DRAIN_MS = 2_000;

let world: World;
let balancer: Balancer;
let token: string;
let env: Readonly<Record<string, string>>;
const replicas: { port: number; container: Container }[] = [];

beforeAll(async () => {
  world = await startWorld();
  for (const command of ['migrate', 'provision']) {
    const { code, stderr } = await world.quyu([command]);
    if (code !== 0) throw new Error(`quyu ${command} failed: ${stderr}`);
  }
  const issuer = await createLocalIssuer({ issuer: world.issuer.url, audience: 'quyu' });
  token = await issuer.mint({ subject: 'loader', permissions: ['partner:*'], expiresInSeconds: 900 });
  env = {
    QUYU_AUTH_JWKS: JSON.stringify(issuer.jwks),
    QUYU_DRAIN_MS: String(DRAIN_MS),
    QUYU_RATE_LIMIT_PER_MINUTE: '0',
  };
  for (let each = 0; each < 2; each += 1) {
    const port = await freePort();
    replicas.push({ port, container: await world.serve(['partner'], port, env) });
  }
  balancer = await startBalancer({ partner: replicas.map(({ port }) => port) });
});

afterAll(async () => {
  await balancer?.stop();
  await world?.stop();
});

describe('two replicas that are restarted in turn while clients send', () => {
  it('fail no request, and lose no event', async () => {
    const partner = createClient(partnerApi, { baseUrl: balancer.url, token });
    await partner.putScreeningPolicy({
      params: { code: 'ANY' },
      body: {
        asOfYear: 2026,
        passMark: 0,
        indicators: [{ fact: 'employees', bands: [{ from: 0, points: 1 }] }],
      },
    });
    const sending = startSending(partner);
    for (const replica of replicas) {
      expect(await replica.container.stop()).toBe(0);
      replica.container = await world.serve(['partner'], replica.port, env);
    }
    const { sent, failures } = await sending.stop();
    process.stderr.write(`rolling restart: ${sent} requests, ${failures.length} failed\n`);
    expect(failures).toEqual([]);
    // The client tries again by itself: what it was told before counts as well.
    expect(balancer.failures).toEqual([]);
    expect(sent).toBeGreaterThan(100);
    await outboxEmpty();
    expect(await eventsOf('quyu.partner.enrolled.v1.>')).toBe(sent);
  });
});

/** Clients that enrol partner after partner until they are told to stop. */
function startSending(partner: ApiClient<typeof partnerApi>) {
  const failures: string[] = [];
  let sent = 0;
  const stopping = new AbortController();
  const send = async (client: number): Promise<void> => {
    for (let number = 1; !stopping.signal.aborted; number += 1) {
      const code = `C${client}-${number}`;
      const address = { country: 'CN', province: 'Sichuan', city: 'Chengdu' };
      try {
        await partner.enrolPartner({ body: { code, name: code, type: 'agent', address } });
        sent += 1;
      } catch (error) {
        failures.push(`${code}: ${String(error)}`);
      }
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, client) => send(client));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(clients);
      return { sent, failures };
    },
  };
}

async function outboxEmpty(): Promise<void> {
  const pg = new Client({ connectionString: world.databaseUrl });
  await pg.connect();
  try {
    await expect
      .poll(async () => (await pg.query('select 1 from partner.outbox limit 1')).rowCount, {
        timeout: 30_000,
      })
      .toBe(0);
  } finally {
    await pg.end();
  }
}

async function eventsOf(subject: string): Promise<number> {
  const user = 'provisioner';
  const pass = world.passwords[user] ?? '';
  const nc = await connect({
    servers: `127.0.0.1:${world.natsPort}`,
    user,
    pass,
    inboxPrefix: `_INBOX_quyu_${user}`,
  });
  try {
    const manager = await jetstreamManager(nc, { checkAPI: false });
    const { state } = await manager.streams.info('QUYU_PARTNER', { subjects_filter: subject });
    return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
  } finally {
    await nc.close();
  }
}
