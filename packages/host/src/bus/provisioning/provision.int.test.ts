import { streamName } from '@quyu/contract-kit';
import type { PluginSpec } from '@quyu/plugin-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledger, shop, sold } from '../../faults/shop.js';
import { type Site, openSite } from '../../faults/site.js';
import { assertServer } from '../connection/connection.js';
import { type ProvisionSettings, provision } from './provision.js';
import { verifyProvisioned } from './verify-provisioned.js';

let site: Site;

beforeEach(async () => {
  site = await openSite([]);
});

afterEach(async () => {
  for (const id of ['shop', 'ledger', 'advisories'])
    await site.manager.streams.delete(streamName(site.root, id)).catch(() => undefined);
  await site.close();
});

const run = (specs: readonly PluginSpec[], more: Partial<ProvisionSettings> = {}) =>
  provision({ nc: site.nc, specs, root: site.root, replicas: 1, ...more });
/** What was done; the same to all lanes of a service is said once. */
const actions = async (specs: readonly PluginSpec[]) => {
  const done = (await run(specs)).map(
    ({ name, action }) => `${name.replace(streamName(site.root, ''), '')} ${action}`,
  );
  return [...new Set(done.map((line) => line.replace(/-p\d\d /, ' ')))];
};

describe('provisioning', () => {
  it('makes a stream for each service that publishes and a consumer for each it consumes from, and then changes nothing', async () => {
    expect(await actions([ledger, shop])).toEqual([
      'LEDGER created',
      'SHOP created',
      'ADVISORIES created',
      'SHOP/ledger created',
    ]);
    expect(await actions([ledger, shop])).toEqual([
      'LEDGER unchanged',
      'SHOP unchanged',
      'ADVISORIES unchanged',
      'SHOP/ledger unchanged',
    ]);
    const { config } = await site.manager.streams.info(streamName(site.root, 'shop'));
    expect(config).toMatchObject({
      storage: 'file',
      retention: 'limits',
      discard: 'new',
      max_age: 0,
      max_bytes: -1,
      subjects: [`${site.root}.shop.>`],
    });
  });

  it('follows what a service consumes', async () => {
    await actions([shop, { ...ledger, consumes: [sold] }]);
    expect(await actions([shop, ledger])).toEqual([
      'SHOP unchanged',
      'LEDGER unchanged',
      'ADVISORIES unchanged',
      'SHOP/ledger updated',
    ]);
  });

  it('refuses a change that could lose events, and says what to do', async () => {
    await site.manager.streams.add({
      name: streamName(site.root, 'shop'),
      subjects: [`${site.root}.shop.>`, `${site.root}.other`],
      allow_direct: true,
    });
    await expect(run([shop])).rejects.toThrow(
      /nothing was changed.*\n.*subjects .*events on other subjects would no longer be stored.*\n.*--allow-destructive/,
    );
    await run([shop], { allowDestructive: true });
    expect(await subjects()).toEqual([`${site.root}.shop.>`]);
    await site.manager.streams.delete(streamName(site.root, 'shop'));
    await site.manager.streams.add({
      name: streamName(site.root, 'shop'),
      subjects: [`${site.root}.shop.>`],
      storage: 'memory',
    });
    await expect(run([shop], { allowDestructive: true })).rejects.toThrow(
      /storage memory -> file.*\n.*another QUYU_BUS_ROOT/,
    );
  });

  it('changes nothing when it is only to show what it would do', async () => {
    expect((await run([shop], { dryRun: true })).map(({ action }) => action)).toEqual(['created', 'created']);
    await expect(subjects()).rejects.toThrow('stream not found');
  });

  it('makes a consumer anew, or deletes one that nothing needs, only when it may lose its place', async () => {
    const stream = streamName(site.root, 'shop');
    await run([shop, ledger]);
    const before = await durables();
    const [first = ''] = before;
    await site.manager.consumers.delete(stream, first);
    await site.manager.consumers.add(stream, { durable_name: first, ack_policy: 'none' });
    for (const durable of ['shop', 'crm'])
      await site.manager.consumers.add(stream, { durable_name: durable, ack_policy: 'explicit' });
    await expect(run([shop, ledger])).rejects.toThrow('its place in the stream is lost');
    await run([shop, ledger], { allowDestructive: true });
    expect(await durables()).toEqual([...before, 'crm', 'shop'].toSorted());
    await expect(run([shop, ledger], { prune: true })).rejects.toThrow(/- consumer .*\/shop/);
    await run([shop, ledger], { prune: true, allowDestructive: true });
    expect(await durables()).toEqual([...before, 'crm'].toSorted());
  });

  it('refuses copies that a server which runs alone cannot keep', async () => {
    await expect(run([shop], { replicas: 3 })).rejects.toThrow(
      /runs alone, and 3 copies of each stream need a cluster/,
    );
  });
});

const subjects = async () => (await site.manager.streams.info(streamName(site.root, 'shop'))).config.subjects;
const durables = async () => {
  const names: string[] = [];
  for await (const { name } of site.manager.consumers.list(streamName(site.root, 'shop'))) names.push(name);
  return names.toSorted();
};

describe('a service that starts', () => {
  it('is told which stream and consumer are missing, and makes none', async () => {
    await expect(verifyProvisioned(site.nc, site.root, ledger)).rejects.toThrow(
      /^ledger: there is no stream .*_LEDGER; there is no consumer ledger-p00 of stream .*_SHOP; .*: run quyu provision$/,
    );
    await run([shop, ledger]);
    await expect(verifyProvisioned(site.nc, site.root, ledger)).resolves.toBeUndefined();
    await site.manager.consumers.update(streamName(site.root, 'shop'), 'ledger-p03', {
      filter_subject: `${site.root}.shop.sold.v1.p03`,
    });
    await expect(verifyProvisioned(site.nc, site.root, ledger)).rejects.toThrow('has another filter_subject');
  });

  it('is told when the server is too old, or has no JetStream', () => {
    const server = (info: object) => ({ info: info as never, getServer: () => '127.0.0.1:4222' });
    expect(() => assertServer(server({ version: '2.9.25', jetstream: true }))).toThrow(
      /127\.0\.0\.1:4222 is version 2\.9\.25: Quyu needs 2\.10.*lack consumer filters/,
    );
    expect(() => assertServer(server({ version: '2.10.1' }))).toThrow('runs without JetStream');
  });
});
