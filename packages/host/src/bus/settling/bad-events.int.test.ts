import { headers } from '@nats-io/nats-core';
import { jetstream } from '@nats-io/jetstream';
import { partitionOf, subjectOf, toHeaders } from '@quyu/contract-kit';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notingHandlers } from '../../faults/ledger-handlers.js';
import { type Service, startService } from '../../faults/service.js';
import { ledger, shop } from '../../faults/shop.js';
import { type Site, eventually, openSite } from '../../faults/site.js';

let site: Site;
let service: Service;

beforeAll(async () => {
  site = await openSite([shop, ledger]);
  service = await startService(site, ledger, notingHandlers());
});

afterAll(async () => {
  await service.stop();
  await site.close();
});

interface Forgery {
  readonly till: string;
  readonly version?: number;
  readonly data?: string | Uint8Array;
  readonly attributes?: object;
}

const attributesOf = (till: string, version = 1) =>
  ({
    id: v7(),
    type: 'shop.sold.v1',
    service: 'shop',
    aggregateType: 'till',
    aggregateId: till,
    aggregateVersion: version,
    time: new Date().toISOString(),
    correlationId: 'c',
    causationId: 'r',
  }) as const;

/** Publishes past the outbox, as somebody who does not keep to the rules. */
const forge = async ({ till, version = 1, data, attributes }: Forgery): Promise<void> => {
  const type = 'shop.sold.v1';
  const all = attributesOf(till, version);
  const head = headers();
  for (const [name, value] of Object.entries(toHeaders({ ...all, ...attributes }))) head.set(name, value);
  const body = data ?? JSON.stringify({ tillId: till, amount: 1 });
  await jetstream(site.nc).publish(subjectOf(site.root, type, partitionOf('till', till)), body, {
    headers: head,
  });
};

const letters = () =>
  site.query<{
    reason: string;
    error: string;
    till: string | null;
    payload: string;
    encoding: string;
    headers: Record<string, string>;
  }>(
    'select reason, error, aggregate_id as till, payload, payload_encoding as encoding, headers from ledger.dead_letter order by stream_sequence',
  );

const quiet = () =>
  eventually(
    () => service.bus.status(),
    ({ pending }) => pending === 0,
  );

describe('an event that is none', () => {
  it('is put aside at once with the reason and all that came, and other aggregates go on', async () => {
    await forge({ till: 'broken', data: '{"tillId":"broken","amount":' });
    await forge({ till: 'poison', data: '{"tillId":"poison","amount":1,"__proto__":{"admin":true}}' });
    await forge({ till: 'wrong', data: '{"tillId":"wrong","amount":"1"}' });
    await forge({ till: 'bytes', data: Uint8Array.from([0x7b, 0x00, 0xff]) });
    await forge({ till: 'spoofed', attributes: { service: 'bank' } });
    await forge({ till: 'fine' });
    await quiet();
    const found = await letters();
    expect(found.map(({ reason, till }) => `${reason} ${till}`)).toEqual([
      'invalid broken',
      'invalid poison',
      'invalid wrong',
      'invalid bytes',
      'invalid null',
    ]);
    expect(found.map(({ error }) => error)).toEqual([
      expect.stringMatching(/JSON/),
      expect.stringMatching(/forbidden/),
      expect.stringContaining('/data/amount'),
      expect.stringMatching(/not valid/),
      expect.stringContaining('header ce-source says bank'),
    ]);
    expect(found[3]).toMatchObject({ encoding: 'base64', payload: 'ewD/' });
    expect(found[4]?.headers).toMatchObject({ 'ce-source': '/quyu/bank', 'ce-subject': 'spoofed' });
    const listed = await service.bus.operations.listLetters({ reason: 'invalid' });
    expect(listed.items.map(({ error }) => error).toSorted()).toEqual(
      found.map(({ error }) => error).toSorted(),
    );
    expect(await site.query('select till_id from ledger.effect')).toEqual([{ till_id: 'fine' }]);
    expect(await service.bus.status()).toMatchObject({ handled: 1, deadLetters: 5, pending: 0 });
  });

  it('holds back what follows it in its aggregate, unless it only claimed to be of it', async () => {
    await forge({ till: 'broken', version: 2 });
    await forge({ till: 'spoofed', version: 1 });
    await quiet();
    const [last] = (await letters()).slice(-1);
    expect(last).toMatchObject({ reason: 'quarantined', till: 'broken' });
    expect(await site.query(`select till_id from ledger.effect where till_id = 'spoofed'`)).toHaveLength(1);
  });

  it('can carry the id of a good event, which is still handled', async () => {
    const id = v7();
    await forge({ till: 'thief', attributes: { id }, data: 'rubbish' });
    await forge({ till: 'owner', attributes: { id } });
    await quiet();
    expect(await site.query('select till_id from ledger.effect where event_id = $1', [id])).toEqual([
      { till_id: 'owner' },
    ]);
  });

  it('may have no headers at all', async () => {
    await jetstream(site.nc).publish(`${site.root}.shop.sold.v1.p00`, 'hello');
    await quiet();
    expect((await letters()).at(-1)).toMatchObject({
      reason: 'invalid',
      error: 'header ce-sequence is missing',
      payload: 'hello',
    });
  });

  it("may be another service's answer to itself: what it wrote into its own stream, sent on into a foreign one", async () => {
    const subject = subjectOf(site.root, 'ledger.booked.v1', partitionOf('till', 'answer'));
    const head = headers();
    for (const [name, value] of Object.entries(toHeaders(attributesOf('answer')))) head.set(name, value);
    head.set('Nats-Stream', site.streamOf('shop'));
    const body = JSON.stringify({ tillId: 'answer', amount: 1 });
    const { seq, stream } = await jetstream(site.nc).publish(subject, body, { headers: head });
    const reply = subjectOf(site.root, 'shop.sold.v1', partitionOf('till', 'answer'));
    site.nc.publish(`$JS.API.DIRECT.GET.${stream}`, JSON.stringify({ seq }), { reply });
    await site.nc.flush();
    await eventually(
      letters,
      (found) => found.at(-1)?.error.includes(`it was read from the stream`) ?? false,
    );
    expect(await site.query(`select till_id from ledger.effect where till_id = 'answer'`)).toEqual([]);
  });
});
