import type { ConsumerConfig, StreamConfig } from '@nats-io/jetstream';
import { describe, expect, it } from 'vitest';
import { describeStep } from './describe-step.js';
import { lanesOf } from '../lanes/lanes.js';
import { ledger } from '../../faults/shop.js';
import { type FoundStream, planProvision } from './plan-provision.js';
import { consumerWish, streamWish } from './stream-config.js';

const lanes = lanesOf('quyu', ledger);
const wished = {
  streams: [streamWish('quyu', 'shop', 3)],
  consumers: lanes.map((lane) => ({ stream: lane.stream, wish: consumerWish(lane) })),
  services: ['shop', 'ledger'],
};
const asWished = {
  config: { ...streamWish('quyu', 'shop', 3) } as StreamConfig,
  consumers: lanes.map((lane) => ({ ...consumerWish(lane) }) as ConsumerConfig),
};
const durable = lanes[0]?.durable ?? '';

const diff = (shopStream: FoundStream | undefined, prune = false) =>
  planProvision(new Map(shopStream ? [['QUYU_SHOP', shopStream]] : []), wished, prune)
    .filter(({ action }) => action !== 'unchanged')
    .map(describeStep);
const withStream = (config: Partial<StreamConfig>) => ({
  ...asWished,
  config: { ...asWished.config, ...config },
});
const withConsumer = (config: Partial<ConsumerConfig>) => ({
  ...asWished,
  consumers: asWished.consumers.map((each, index) => (index === 0 ? { ...each, ...config } : each)),
});

describe('the plan of provisioning', () => {
  it('makes everything where there is nothing, streams first, and nothing where all is well', () => {
    expect(diff(undefined)).toEqual([
      '+ stream QUYU_SHOP',
      ...lanes.map((lane) => `+ consumer QUYU_SHOP/${lane.durable}`),
    ]);
    expect(diff(asWished)).toEqual([]);
  });

  it('shows what is changed, with its units', () => {
    expect(diff(withConsumer({ ack_wait: 30e9 }))).toEqual([
      `~ consumer QUYU_SHOP/${durable}: ack_wait 30s -> 5s`,
    ]);
    expect(diff(withStream({ num_replicas: 1 }))).toEqual(['~ stream QUYU_SHOP: num_replicas 1 -> 3']);
  });

  it('says what a change could lose', () => {
    expect(diff(withStream({ num_replicas: 5 }))).toEqual([
      '~ stream QUYU_SHOP: num_replicas 5 -> 3 (fewer copies of the events would be kept)',
    ]);
    expect(diff(withStream({ subjects: ['quyu.shop.>', 'quyu.other'] }))[0]).toContain(
      'events on other subjects would no longer be stored',
    );
    expect(diff(withConsumer({ deliver_policy: 'new' }))).toEqual([
      `! consumer QUYU_SHOP/${durable}: deliver_policy new -> all (its place in the stream is lost: all events are delivered again)`,
    ]);
  });

  it('knows what cannot be changed at all', () => {
    const [step] = planProvision(new Map([['QUYU_SHOP', withStream({ storage: 'memory' })]]), wished);
    expect(step).toMatchObject({ impossible: true, loss: expect.stringContaining('storage') as string });
  });

  it("finds our services' consumers that nothing needs, and leaves everybody else's alone", () => {
    const others: Partial<ConsumerConfig>[] = [
      { durable_name: 'shop' },
      { durable_name: 'ledger-any' },
      { durable_name: 'ledger-p17' },
      { durable_name: 'crm' },
      { durable_name: 'ledgers' },
      { durable_name: 'ledger-report' },
      { durable_name: 'shop-p03', metadata: { 'quyu.subscription': 'shop-p03' } },
      { name: 'passing' },
    ];
    const found = { ...asWished, consumers: [...asWished.consumers, ...(others as ConsumerConfig[])] };
    const orphans = ['shop', 'ledger-any', 'ledger-p17'];
    expect(diff(found)).toEqual(
      orphans.map((each) => `? consumer QUYU_SHOP/${each} (nothing needs it: --prune deletes it)`),
    );
    expect(diff(found, true)).toEqual(
      orphans.map((each) => `- consumer QUYU_SHOP/${each} (nothing needs it)`),
    );
  });
});
