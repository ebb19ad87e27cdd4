import { randomUUID } from 'node:crypto';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import { type TestHost, startTestHost } from '@quyu/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { partnerApi, partnerPlugin } from './partner-plugin.js';
import { type SampleProcess, compileSample, runSample, startSample } from './sample-process.js';

let app: TestHost;
let env: Record<string, string>;
let running: SampleProcess[] = [];
const partners = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  app = await startTestHost({ plugins: [partnerPlugin] });
  env = { QUYU_NATS_URL: app.settings.natsUrl, QUYU_BUS_ROOT: app.settings.busRoot };
});
afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()));
  await app.stop();
});

/** What a sample printed of an aggregate: versions, in the order in which it heard them. */
const versionsOf = (sample: SampleProcess, partnerId: string): number[] =>
  sample.lines().flatMap((line) => {
    const [, version] = new RegExp(`${partnerId} #(\\d+) `).exec(line) ?? [];
    return version ? [Number(version)] : [];
  });
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

async function decide(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    for (const partnerId of partners)
      await app.client(partnerApi).decide({ body: { partnerId, reason: `${n}` } });
  }
}

/** Puts every event into the stream a second time, with the same id, as a relay does whose acknowledgement was lost for long. */
async function publishAllAgain(): Promise<number> {
  const nc = await connect({ servers: app.settings.natsUrl });
  const manager = await jetstreamManager(nc);
  const stream = streamName(app.settings.busRoot, 'partner');
  const { state } = await manager.streams.info(stream);
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const stored = await manager.streams.getMessage(stream, { seq });
    const head = headers();
    for (const [name, values] of stored?.header ?? []) {
      if (!name.startsWith('Nats-')) head.set(name, values[0] ?? '');
    }
    if (stored) await jetstream(nc).publish(stored.subject, stored.data, { headers: head });
  }
  await nc.close();
  return state.messages;
}

test('the typed sample compiles', async () => {
  expect(await compileSample('typescript-subscriber')).toBe('');
});

test('the samples hear every partner event in order and once, though all of them come twice', async () => {
  for (const partnerId of partners) await app.client(partnerApi).enrol({ body: { partnerId } });
  await decide(3);
  expect(await runSample('typescript-subscriber/provision.ts', env)).toContain('created the consumer');
  running = [
    startSample('typescript-subscriber/subscribe.ts', env),
    startSample('plain-nats-subscriber/subscribe.mjs', env),
  ];
  await decide(3);
  await app.settle();
  const heardTo = (last: number): Promise<void> =>
    vi.waitFor(() => {
      for (const sample of running) {
        for (const partnerId of partners)
          expect(versionsOf(sample, partnerId), sample.lines().join('\n')).toEqual(upTo(last));
      }
    }, 20_000);
  await heardTo(7);
  expect(await publishAllAgain()).toBe(21);
  await decide(1);
  await heardTo(8);
  const [typed, plain] = running.map((sample) => sample.lines());
  expect(typed).toContain(`${partners[0]} #1 A Bike Store is enrolled as dealer`);
  expect(plain).toContainEqual(
    expect.stringContaining(
      `partner/${partners[0]} #1 io.quyu.partner.enrolled.v1 {"partnerId":"${partners[0]}"`,
    ),
  );
  expect(await Promise.all(running.map((sample) => sample.stop()))).toEqual([0, 0]);
}, 60_000);
