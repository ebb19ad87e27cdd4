import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { streamName } from '@quyu/contract-kit';
import { openSite } from '../system/site.js';
import { replayStream } from '../system/stream-witness.js';
import { eventually } from '../system/eventually.js';
import { type Scenario, type Stage, restart } from './scenario.js';

export const brokerKilled: Scenario = {
  name: 'broker-killed',
  summary: 'the only broker is killed and comes back; writes go on meanwhile',
  async play(stage) {
    const [broker] = stage.world.site.nats;
    for (let round = 0; round < 3; round += 1) {
      await stage.progress(stage.random.between(15, 40));
      await stage.fault('kill the broker', async () => {
        await broker?.kill();
        await stage.progress(15);
        await broker?.start();
      });
    }
  },
};

async function leaderName({ world }: Stage): Promise<string> {
  const manager = await jetstreamManager(world.nc);
  const find = async (): Promise<string> =>
    (await manager.streams.info(streamName(world.root, 'shop'))).cluster?.leader ?? '';
  return eventually('the stream has a leader', find, (name) => name !== '', 30_000);
}

export const clusterLosesLeader: Scenario = {
  name: 'cluster',
  summary:
    'a cluster of three with three copies loses the leader of the stream, and is restarted server by server',
  once: true,
  quietMs: 90_000,
  world: { copies: 3 },
  site: ({ natsBin, folder }) => openSite(natsBin, folder, 3),
  async play(stage) {
    const { nats } = stage.world.site;
    await stage.progress(30);
    const leader = await leaderName(stage);
    const server = nats.find(({ name }) => name === leader);
    if (!server) throw new Error(`the leader ${leader} is none of ours`);
    await stage.fault(`kill the stream's leader ${leader}`, async () => {
      await server.kill();
      await stage.progress(60);
      await server.start();
      await server.healthy();
    });
    for (const each of nats) {
      await stage.fault(`restart ${each.name}`, async () => {
        await each.stop();
        await each.start();
        await each.healthy();
        await stage.progress(15);
      });
    }
  },
};

export const wholeStreamReplay: Scenario = {
  name: 'stream-replay',
  summary:
    'every message is put into the stream again, twice, with message ids that the broker does not know',
  expect: { replayed: true },
  async play(stage) {
    const { world } = stage;
    for (let round = 0; round < 2; round += 1) {
      await stage.progress(50);
      await stage.fault('replay the stream', () => replayStream(world.nc, world.root, 'shop', randomUUID));
    }
    const replica = stage.random.pick(world.ledgers);
    await stage.fault(`kill ${replica.name}`, () => restart(replica));
    await sleep(200);
    await stage.progress(10);
  },
};
