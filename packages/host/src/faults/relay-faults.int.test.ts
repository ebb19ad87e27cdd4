import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judge } from './invariants.js';
import {
  type Plan,
  type Scene,
  collectEvidence,
  openScene,
  prepareService,
  prepareWriter,
  wreak,
} from './scenario.js';
import { killLeftovers, prepareVictim } from './victim.js';
import { readWitness } from './witness.js';

/** Given by the environment to repeat a run that failed. */
const seed = Number(process.env['QUYU_FAULT_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const QUIET_MS = 60_000;

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});

afterEach(async () => {
  killLeftovers();
  await scene.close();
});

describe(`events of 20 writers (QUYU_FAULT_SEED=${seed})`, () => {
  it('reach their consumer once and in order, though relay, consumer and broker are killed again and again', async () => {
    const plan: Plan = { seed, writers: 20, writeMs: 14_000, pauseMs: 60 };
    const services = [prepareService(scene.site, 'shop'), prepareService(scene.site, 'ledger')];
    for (const service of services) service.start();
    const writer = prepareWriter(scene, plan);
    writer.start();
    let written = false;
    const writing = writer.finished().finally(() => (written = true));
    const [kills] = await Promise.all([wreak(scene, services, plan, () => written), writing]);
    const findings = judge(await collectEvidence(scene, QUIET_MS));
    for (const service of services) await service.end();
    const { attempted, committed, ...faults } = findings;
    say(`${attempted} events attempted, ${committed} committed, killed: ${kills.join(' ')}`);
    expect(new Set(kills).size, `too few kinds of kills: ${kills.join(' ')}`).toBeGreaterThan(1);
    expect(committed).toBeGreaterThan(1_000);
    expect(attempted).toBeGreaterThan(committed);
    expect(faults).toEqual({
      lost: [],
      published: { twice: 0 },
      withoutEffect: 0,
      effectsTwice: 0,
      disorderInStream: 0,
      disorderOfEffects: 0,
      stuck: 0,
      phantoms: [],
    });
  }, 120_000);

  it('get lost, and the same harness notices, when the relay only asks for higher ids than it has seen', async () => {
    const plan: Plan = { seed, writers: 20, writeMs: 4_000, pauseMs: 0 };
    const { databaseUrl, natsUrl, root } = scene.site;
    const naive = prepareVictim('naive relay', 'naive-relay', { site: { databaseUrl, natsUrl, root } });
    naive.start();
    const writer = prepareWriter(scene, plan);
    writer.start();
    await writer.finished();
    await streamAtRest(scene);
    await naive.end();
    const stream = await scene.site.readStream('shop');
    const left = { outbox: 0, parked: 0, pending: 0, deadLetters: 0 };
    const findings = judge({ witness: readWitness(scene.witness), stream, effects: [], left });
    say(`the naive relay lost ${findings.lost.length} of ${findings.committed}`);
    expect(findings.lost.length).toBeGreaterThan(0);
    expect(findings.phantoms).toEqual([]);
  }, 60_000);
});

function say(line: string): void {
  process.stderr.write(`faults, seed ${seed}: ${line}\n`);
}

async function streamAtRest({ site }: Scene): Promise<void> {
  for (let before = -1; ;) {
    const { state } = await site.manager.streams.info(site.streamOf('shop'));
    if (state.messages === before) return;
    before = state.messages;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
