import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection, PermissionViolationError, connect } from '@nats-io/transport-node';
import {
  OBSERVER,
  PROVISIONER,
  connectNats,
  createLog,
  natsLogin,
  passwordVariable,
  readSettings,
  startHost,
  tailEvents,
} from '@quyu/host';
import { createDatabase } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../deployment/load-config.js';
import { type GuardedBroker, ROOT, startGuardedBroker, streamOf } from './broker-in-test.js';
import { forbiddenToPublish, forbiddenToSubscribe } from './forbidden-subjects.js';

const config = await loadConfig();
const specs = config.plugins.map(({ spec }) => spec);
const publisher = specs.find(({ publishes }) => publishes.length > 0)!;
const subject = `${ROOT}.${publisher.publishes[0]!.type}.p00`;
const stream = streamOf(publisher.id);
let broker: GuardedBroker;

beforeAll(async () => {
  broker = await startGuardedBroker(specs);
}, 120_000);
afterAll(() => broker.stop());

/** What the broker refuses of it, by its own word. */
async function refusalsOf(nc: NatsConnection, act: () => void): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  const statuses = nc.status();
  void (async () => {
    for await (const status of statuses)
      if (status.type === 'error' && status.error instanceof PermissionViolationError)
        refused.add(status.error.subject);
  })();
  act();
  await nc.flush();
  await nc.flush();
  return refused;
}

const notRefused = (wanted: readonly string[], refused: ReadonlySet<string>) =>
  wanted.filter((each) => !refused.has(each));

describe.each(specs.map((spec) => ({ id: spec.id, spec })))('the user of $id', ({ id, spec }) => {
  it('publishes nothing and asks for nothing that is not its own', async () => {
    const nc = await broker.connect(id);
    const wanted = forbiddenToPublish(spec, { ...broker, specs });
    const refused = await refusalsOf(nc, () => wanted.forEach((each) => nc.publish(each, '{}')));
    expect(notRefused(wanted, refused)).toEqual([]);
    expect(wanted.length).toBeGreaterThan(100);
  });

  it('hears nothing but the replies to its own requests', async () => {
    const nc = await broker.connect(id);
    const wanted = forbiddenToSubscribe(spec, { ...broker, specs });
    const refused = await refusalsOf(nc, () =>
      wanted.forEach((each) => nc.subscribe(each, { callback: () => undefined })),
    );
    expect(notRefused(wanted, refused)).toEqual([]);
  });
});

it('all services start as their users, of the database too, and work on without a violation after the broker was away', async () => {
  const database = await createDatabase();
  const lines: string[] = [];
  const settings = readSettings({
    QUYU_DATABASE_URL: database.url,
    QUYU_DATABASE_USERS: JSON.stringify(Object.fromEntries(specs.map(({ id }) => [id, `password-of-${id}`]))),
    QUYU_NATS_URL: broker.url,
    QUYU_NATS_USERS: JSON.stringify(broker.accounts.passwords),
    QUYU_AUTH_ISSUER: 'urn:test',
    QUYU_AUTH_JWKS: '{"keys":[{"kty":"EC"}]}',
  });
  const log = createLog('info', { write: (line) => lines.push(line) });
  const host = await startHost({ config, settings, port: 0, migrate: true, log });
  try {
    await broker.restart();
    const back = (): number => lines.filter((line) => line.includes('NATS connection is back')).length;
    await expect.poll(back, { timeout: 20_000 }).toBe(specs.length);
    expect(lines.filter((line) => /ermission|uthoriz/.test(line))).toEqual([]);
    expect(lines.join('')).not.toContain(broker.accounts.passwords[publisher.id]);
    expect(lines.join('')).not.toContain('password-of-');
  } finally {
    await host.stop();
    await database.drop();
  }
}, 60_000);

it('a service stores its own events', async () => {
  const nc = await broker.connect(publisher.id);
  expect(await jetstream(nc, { checkAPI: false }).publish(subject, '{}')).toMatchObject({ stream });
});

it('the address may carry the credentials, and a wrong password is refused without being shown', async () => {
  const connectAs = (pass: string | undefined) => {
    const natsUrl = broker.url.replace('//', `//${publisher.id}:${pass}@`);
    return connectNats({ natsUrl, name: 'test', log: createLog('silent') });
  };
  const nc = await connectAs(broker.accounts.passwords[publisher.id]);
  expect(await refusalsOf(nc, () => nc.publish('anything'))).toContain('anything');
  await nc.close();
  await expect(connectAs('wr0ng')).rejects.toThrow(/^(?!.*wr0ng).*refuses the user or its password/);
});

it('a password is changed while a service runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'users-'));
  const natsUsersFile = join(folder, 'users.json');
  const { passwords } = broker.accounts;
  await writeFile(natsUsersFile, JSON.stringify(passwords));
  const options = natsLogin({ busRoot: ROOT, natsUsersFile }, publisher.id);
  const nc = await connectNats({ natsUrl: broker.url, name: 'test', log: createLog('silent'), options });
  try {
    await writeFile(natsUsersFile, JSON.stringify({ ...passwords, [publisher.id]: 'another' }));
    await broker.restart({ [passwordVariable(publisher.id)]: 'another' });
    const publish = () => jetstream(nc, { checkAPI: false }).publish(subject, '{}');
    await expect.poll(publish, { timeout: 20_000 }).toMatchObject({ stream });
  } finally {
    await nc.close();
    await broker.restart();
    await rm(folder, { recursive: true });
  }
}, 60_000);

it('the provisioner makes streams and consumers of this root, and no event', async () => {
  const nc = await broker.connect(PROVISIONER);
  const wanted = [subject, '$JS.API.STREAM.CREATE.OTHER', `$JS.API.STREAM.PURGE.${stream}`, '$JS.ACK.x'];
  const refused = await refusalsOf(nc, () => wanted.forEach((each) => nc.publish(each, '{}')));
  expect(notRefused(wanted, refused)).toEqual([]);
});

it('the observer sees the past and the present, and takes nothing away', async () => {
  const nc = await broker.connect(OBSERVER);
  const signal = AbortSignal.timeout(10_000);
  const seen = tailEvents({ nc, root: ROOT, filter: { service: publisher.id }, since: new Date(0), signal });
  for await (const each of seen) {
    expect(each).toMatchObject({ unreadable: { subject } });
    break;
  }
  const wanted = [
    subject,
    ...broker.consumers.map((each) => `$JS.API.CONSUMER.MSG.NEXT.${each.stream}.${each.durable}`),
  ];
  const refused = await refusalsOf(nc, () => wanted.forEach((each) => nc.publish(each, '{}')));
  expect(notRefused(wanted, refused)).toEqual([]);
});

describe('a guest', () => {
  it('listens, and has a durable consumer of its own', async () => {
    const nc = await connect({ servers: broker.url });
    const heard = nc.subscribe(`${ROOT}.>`, { max: 1 });
    const manager = await jetstreamManager(nc);
    await manager.consumers.add(stream, { durable_name: 'crm', ack_policy: 'explicit' });
    const service = await broker.connect(publisher.id);
    await jetstream(service, { checkAPI: false }).publish(subject, '{}');
    for await (const message of heard) expect(message.subject).toBe(subject);
    const consumer = await jetstream(nc).consumers.get(stream, 'crm');
    const message = await consumer.next({ expires: 5_000 });
    expect(await message?.ackAck()).toBe(true);
    expect((await consumer.info()).ack_floor.consumer_seq).toBe(1);
    await nc.close();
  });

  it("publishes no event, and does not reach the services' consumers", async () => {
    const nc = await connect({ servers: broker.url });
    const wanted = [
      subject,
      `$JS.API.STREAM.DELETE.${stream}`,
      `$JS.API.STREAM.PURGE.${stream}`,
      ...broker.consumers.flatMap((each) => [
        `$JS.API.CONSUMER.CREATE.${each.stream}.${each.durable}.${ROOT}.x`,
        `$JS.API.CONSUMER.DURABLE.CREATE.${each.stream}.${each.durable}`,
        `$JS.API.CONSUMER.DELETE.${each.stream}.${each.durable}`,
        `$JS.API.CONSUMER.MSG.NEXT.${each.stream}.${each.durable}`,
        `$JS.ACK.${each.stream}.${each.durable}.1.1.1.1.1`,
      ]),
    ];
    const refused = await refusalsOf(nc, () => wanted.forEach((each) => nc.publish(each, '{}')));
    expect(notRefused(wanted, refused)).toEqual([]);
    await nc.close();
  });
});
