import { Client, type Pool } from 'pg';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { relayRoleOf } from '../database/names.js';
import { createPool } from '../database/pool.js';
import { type Transactor, createTransactor } from '../database/transactor.js';
import { type Place, createPlace, testLog } from '../faults/place.js';
import { auditedShop } from './audited-shop.js';
import { runSealer } from './run-sealer.js';
import { type Sealer, createSealer } from './seal-entries.js';
import { findSeal } from './unit-store.js';
import { verifyAudit } from './verify-chain.js';

let place: Place;
let pool: Pool;
let transactor: Transactor;
let session: Client;
let sealer: Sealer;

beforeEach(async () => {
  place = await createPlace([auditedShop]);
  pool = createPool({ databaseUrl: place.databaseUrl, service: 'shop', log: testLog });
  transactor = createTransactor({ pool, spec: auditedShop, now: () => new Date(), newId: v7 });
  session = new Client({ connectionString: place.databaseUrl });
  await session.connect();
  await session.query(`set search_path = shop; set role "${relayRoleOf('shop')}"`);
  sealer = createSealer(session, 'shop', () => new Date());
});

afterEach(async () => {
  await session.end();
  await pool.end();
  await place.close();
});

const actor = { subject: 'lin', operation: 'shop.stock', always: true };
const stock = (article: string, more: () => Promise<unknown> = async () => undefined): Promise<void> =>
  transactor.run({ correlationId: 'c', causationId: 'c', actor }, async (_tx, tx) => {
    await tx.query('insert into stock values ($1, $2, 1)', ['a', article]);
    await more();
  });
const verify = () => verifyAudit({ databaseUrl: place.databaseUrl, service: 'shop' });
const sealAll = async (): Promise<void> => {
  // The second time all transactions of the first have ended.
  for (let n = 0; n < 3; n += 1) await sealer.seal();
};
/** What only somebody with every right on the server can do. */
const tamper = (...statements: string[]): Promise<unknown> =>
  place.query(['begin', `set local session_replication_role = 'replica'`, ...statements, 'commit'].join(';'));

describe('sealing', () => {
  it('chains every entry with its changes once, and what was sealed verifies', async () => {
    for (const article of ['nut', 'bolt', 'screw']) await stock(article);
    expect(await sealer.seal()).toMatchObject({ sealed: 3, more: false });
    expect(await sealer.seal()).toMatchObject({ sealed: 0 });
    expect(await verify()).toMatchObject({ head: { seq: 3 }, waiting: 0, fault: undefined });
  });

  it('does not wait for a transaction that goes on, and seals it when it ends', async () => {
    const late = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = stock('slow', () => (begun.resolve(), late.promise));
    await begun.promise;
    await stock('quick');
    await sealAll();
    expect(await verify()).toMatchObject({ head: { seq: 1 }, fault: undefined });
    late.resolve();
    await slow;
    expect((await verify()).waiting).toBe(1);
    await sealAll();
    expect(await verify()).toMatchObject({ head: { seq: 2 }, waiting: 0, fault: undefined });
    const order = await place.query(`select entry_id::int as id from shop.audit_seal order by seq`);
    expect(order).toEqual([{ id: 2 }, { id: 1 }]);
  });

  it('gives changes that were made by hand an entry that says so', async () => {
    await place.query(`insert into shop.stock values ('x', 'by hand', 1)`);
    await sealAll();
    const [entry] = await place.query(`select actor, operation, resource_id from shop.audit_entry`);
    expect(entry).toEqual({
      actor: expect.stringMatching(/^database:/),
      operation: 'sql',
      resource_id: 'x/by hand',
    });
    expect(await verify()).toMatchObject({ head: { seq: 1 }, waiting: 0, fault: undefined });
  });

  it('is done by one of two replicas, and goes on when that one stops', async () => {
    const settings = {
      service: 'shop',
      directUrl: place.databaseUrl,
      log: testLog,
      now: () => new Date(),
    };
    const [first, second] = [new AbortController(), new AbortController()];
    const running = [first, second].map((each) => runSealer({ ...settings, stop: each.signal }));
    const sealed = (count: number): Promise<void> =>
      expect.poll(async () => (await verify()).head.seq, { timeout: 10_000 }).toBe(count);
    for (let n = 0; n < 40; n += 1) await stock(`piece ${n}`);
    await sealed(40);
    first.abort();
    await running[0];
    for (let n = 40; n < 60; n += 1) await stock(`piece ${n}`);
    await sealed(60);
    expect(await verify()).toMatchObject({ waiting: 0, fault: undefined });
    second.abort();
    await running[1];
  });
});

describe('verifying a log that somebody with every right has tampered with', () => {
  beforeEach(async () => {
    for (const article of ['nut', 'bolt', 'screw', 'nail']) await stock(article);
    await sealAll();
    await stock('last');
    await sealAll();
  });

  it.each([
    [`update shop.audit_entry set actor = 'wang' where entry_id = 2`, 'changed', '2'],
    [
      `update shop.audit_entry set recorded_at = recorded_at - interval '1 day' where entry_id = 3`,
      'changed',
      '3',
    ],
    [`update shop.audit_change set after = after || '{"pieces": 7}' where entry_id = 2`, 'changed', '2'],
    [`delete from shop.audit_change where entry_id = 4`, 'removed', '4'],
    [`delete from shop.audit_entry where entry_id = 1`, 'removed', '1'],
    [
      `insert into shop.audit_change (entry_id, table_name, row_key, kind) values (2, 'stock', 'z', 'insert')`,
      'inserted',
      '2',
    ],
    [`update shop.audit_change set entry_id = 5 - entry_id where entry_id in (2, 3)`, 'removed', '2'],
    [`update shop.audit_seal set digest = 'x' where seq = 2`, 'reordered', '2'],
    [`delete from shop.audit_seal where seq = 3`, 'removed', '4'],
    [
      `update shop.audit_seal set seq = -seq where seq in (2, 3); update shop.audit_seal set seq = 5 + seq where seq < 0`,
      'reordered',
      '3',
    ],
  ])('finds %s', async (statement, kind, entryId) => {
    expect((await verify()).fault).toBeUndefined();
    await tamper(statement);
    expect((await verify()).fault).toMatchObject({ kind, entryId });
  });

  it('finds an entry that was put into a gap of the past', async () => {
    const attempt = stock('never', () => Promise.reject(new Error('no')));
    await expect(attempt).rejects.toThrow('no');
    // Transactions of other databases of the server may go on for a while.
    const settledTo = async (): Promise<number> => {
      await stock(`after ${v7()}`);
      await sealAll();
      return Number((await findSeal(pool))?.settledTo);
    };
    await expect.poll(settledTo, { timeout: 20_000 }).toBeGreaterThanOrEqual(6);
    expect((await verify()).fault).toBeUndefined();
    await tamper(
      `insert into shop.audit_entry (entry_id, actor, operation, outcome) values (6, 'wang', 'shop.stock', 'done')`,
    );
    expect((await verify()).fault).toMatchObject({ kind: 'inserted', entryId: '6' });
  });

  it('finds that the end was cut off, or all written anew, by a head that was kept elsewhere', async () => {
    const kept = (await verify()).head;
    await tamper('delete from shop.audit_seal where seq = 5', 'delete from shop.audit_entry where entry_id = 5',
      'delete from shop.audit_change where entry_id = 5'); // prettier-ignore
    expect((await verify()).fault).toBeUndefined();
    const expecting = () => verifyAudit({ databaseUrl: place.databaseUrl, service: 'shop', expect: kept });
    expect((await expecting()).fault).toMatchObject({ kind: 'removed', seq: 5 });
    await stock('other');
    await sealAll();
    expect((await verify()).fault).toBeUndefined();
    expect((await expecting()).fault).toMatchObject({ kind: 'changed', seq: 5 });
  });
});
