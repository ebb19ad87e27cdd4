import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Consumer, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { type NatsConnection, PermissionViolationError } from '@nats-io/transport-node';
import { connectNats, createLog, natsLogin } from '@quyu/host';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../deployment/load-config.js';
import { runCli } from '../e2e/cli-process.js';
import { containersOf, list, look, nameOf, ofKind } from './checks/look.js';
import { installText, parseObjects, type Rendered } from './checks/render.js';
import { type Cluster, type ClusterServer, startCluster } from './cluster/start-cluster.js';

const WAIT = { timeout: 90_000, interval: 200 };
const SUBJECT = 'quyu.partner.enrolled.v1.p00';
const STREAM = 'QUYU_PARTNER';
const CONSUMER = 'incentive-p00';
/** About what an event has, and how many of them the relay has under way. */
const BODY_BYTES = 700;
const IN_FLIGHT = 250;
const EVENTS = 5_000;

let objects: readonly Rendered[];
let cluster: Cluster;
const open: NatsConnection[] = [];

beforeAll(async () => {
  objects = parseObjects(await installText());
  cluster = await startCluster(objects, new Date());
  await allAnswer('readinessProbe');
  await allAnswer('startupProbe');
}, 120_000);
afterAll(async () => {
  for (const each of open) await each.close();
  await cluster?.stop();
}, 60_000);

/** Waits until all servers answer what their probe asks for. */
async function allAnswer(probe: string): Promise<void> {
  const container = ofKind(objects, 'StatefulSet').flatMap(containersOf)[0];
  const path = String(look(container, probe, 'httpGet', 'path'));
  const answers = () => Promise.all(cluster.servers.map((server) => server.answers(path)));
  await vi.waitFor(async () => expect(await answers()).toEqual([true, true, true]), WAIT);
}

/** As a service does, with TLS, its own user and its own password. */
async function connectAs(user: string): Promise<NatsConnection> {
  const options = {
    ...natsLogin({ busRoot: 'quyu', natsUsers: cluster.passwords }, user),
    tls: { caFile: cluster.caFile },
  };
  const nc = await connectNats({ natsUrl: cluster.url, name: user, log: createLog('silent'), options });
  open.push(nc);
  return nc;
}

/** Repeats until the cluster has acknowledged it, as the relay does: the id keeps it from being stored twice. */
async function publish(nc: NatsConnection, id: number): Promise<void> {
  const attempt = async (): Promise<string> => {
    const stored = await jetstream(nc, { checkAPI: false, timeout: 3_000 }).publish(SUBJECT, String(id), {
      msgID: `event-${id}`,
    });
    return stored.stream;
  };
  await expect.poll(attempt, WAIT).toBe(STREAM);
}

/** The bodies of what a consumer gives until it has given so many, each acknowledged; for a while it may have no leader. */
async function consume(nc: NatsConnection, count: number): Promise<ReadonlySet<string>> {
  const { consumers } = jetstream(nc, { checkAPI: false, timeout: 5_000 });
  const bodies = new Set<string>();
  let consumer: Consumer | undefined;
  const next = async (): Promise<number> => {
    consumer ??= await consumers.get(STREAM, CONSUMER);
    const message = await consumer.next({ expires: 2_000 });
    if (message && (await message.ackAck())) bodies.add(message.string());
    return bodies.size;
  };
  await expect.poll(next, { ...WAIT, interval: 1 }).toBe(count);
  return bodies;
}

const bodiesOf = (from: number, to: number): ReadonlySet<string> =>
  new Set(Array.from({ length: to - from + 1 }, (_, index) => String(from + index)));

/** The server that leads the stream, once there is one. */
async function leader(nc: NatsConnection): Promise<ClusterServer> {
  const manager = await jetstreamManager(nc, { checkAPI: false });
  return vi.waitFor(async () => {
    const { cluster: members } = await manager.streams.info(STREAM);
    const found = cluster.servers.find(({ name }) => name === members?.leader);
    if (!found) throw new Error(`${STREAM} has no leader`);
    return found;
  }, WAIT);
}

describe('three servers with the configuration of the manifests', { timeout: 400_000 }, () => {
  it('keep streams on the volume, each write on disk before it is acknowledged', async () => {
    const [broker] = ofKind(objects, 'StatefulSet');
    const mounts = list(containersOf(broker!)[0], 'volumeMounts');
    expect(mounts).toContainEqual({ name: 'data', mountPath: '/data' });
    expect(list(broker, 'spec', 'volumeClaimTemplates').map(nameOf)).toEqual(['data']);
    for (const server of cluster.servers) {
      expect(await server.look('/jsz')).toMatchObject({
        config: { store_dir: join(server.place.folder, 'data', 'jetstream'), sync_always: true },
        meta_cluster: { name: 'quyu', cluster_size: 3 },
      });
      expect(await server.look('/varz')).toMatchObject({ tls_required: true, cluster: { tls_verify: true } });
    }
  });

  it('are provisioned by the job of the manifests, with three copies of each stream', async () => {
    const job = ofKind(objects, 'Job').find((each) => nameOf(each) === 'quyu-provision')!;
    const args = list(containersOf(job)[0], 'args').map(String);
    const { code, stderr } = await runCli(args, {
      QUYU_NATS_URL: cluster.url,
      QUYU_NATS_USERS: JSON.stringify({ provisioner: cluster.passwords['provisioner'] }),
      NODE_EXTRA_CA_CERTS: cluster.caFile,
    });
    expect([code, stderr]).toEqual([0, '']);
    const manager = await jetstreamManager(await connectAs('provisioner'), { checkAPI: false });
    const { plugins } = await loadConfig();
    for (const { spec } of plugins.filter(({ spec: { publishes } }) => publishes.length > 0)) {
      const { config } = await manager.streams.info(`QUYU_${spec.id.toUpperCase()}`);
      expect(config).toMatchObject({ num_replicas: 3, storage: 'file' });
    }
    const kept = readdirSync(join(cluster.servers[0]!.place.folder, 'data', 'jetstream', '$G', 'streams'));
    expect(kept).toContain(STREAM);
  });

  it('let nobody in without TLS by their authority, and no service past its rights', async () => {
    const options = natsLogin({ busRoot: 'quyu', natsUsers: cluster.passwords }, 'partner');
    const distrusting = { natsUrl: cluster.url, name: 'stranger', log: createLog('silent'), options };
    await expect(connectNats(distrusting)).rejects.toThrow(/certificate/);
    const nc = await connectAs('partner');
    const refusal = Promise.withResolvers<Error>();
    void (async () => {
      for await (const status of nc.status()) if (status.type === 'error') refusal.resolve(status.error);
    })();
    nc.publish('quyu.incentive.accrued.v1.p00', '{}');
    expect(await refusal.promise).toBeInstanceOf(PermissionViolationError);
  });

  it('go on without the server that leads, and take it back with all that it missed', async () => {
    const [publisher, consumer, provisioner] = [
      await connectAs('partner'),
      await connectAs('incentive'),
      await connectAs('provisioner'),
    ];
    for (let id = 1; id <= 20; id += 1) await publish(publisher, id);
    expect(await consume(consumer, 20)).toEqual(bodiesOf(1, 20));

    const lost = await leader(provisioner);
    await lost.kill();
    for (let id = 21; id <= 40; id += 1) await publish(publisher, id);
    expect(await consume(consumer, 20)).toEqual(bodiesOf(21, 40));
    expect(await leader(provisioner)).not.toBe(lost);

    lost.start();
    await allAnswer('startupProbe');
    const other = await leader(provisioner);
    await other.kill();
    for (let id = 41; id <= 60; id += 1) await publish(publisher, id);
    expect(await consume(consumer, 20)).toEqual(bodiesOf(41, 60));
    const { state } = await (await jetstreamManager(provisioner, { checkAPI: false })).streams.info(STREAM);
    expect(state.messages).toBe(60);
  });

  it('store what the relay sends at once, each on three disks before it is acknowledged', async () => {
    const js = jetstream(await connectAs('partner'), { checkAPI: false, timeout: 30_000 });
    const body = 'x'.repeat(BODY_BYTES);
    const started = performance.now();
    for (let sent = 0; sent < EVENTS; sent += IN_FLIGHT)
      await Promise.all(
        Array.from({ length: IN_FLIGHT }, (_, index) =>
          js.publish('quyu.partner.enrolled.v1.p01', body, { msgID: `flood-${sent + index}` }),
        ),
      );
    const seconds = (performance.now() - started) / 1000;
    process.stderr.write(`three copies, a sync each: ${Math.round(EVENTS / seconds)} events/s\n`);
    const manager = await jetstreamManager(await connectAs('provisioner'), { checkAPI: false });
    const { state } = await manager.streams.info(STREAM, { subjects_filter: 'quyu.partner.enrolled.v1.p01' });
    expect(state.subjects).toEqual({ 'quyu.partner.enrolled.v1.p01': EVENTS });
  });
});
