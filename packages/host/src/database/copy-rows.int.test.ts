import { Readable } from 'node:stream';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Place, createPlace, testLog } from '../faults/place.js';
import { shop } from '../faults/shop.js';
import { createPool } from './pool.js';
import { type Transactor, createTransactor } from './transactor.js';

let place: Place;
let pool: Pool;
let transactor: Transactor;
const cause = { correlationId: 'c-1', causationId: 'r-1' };

beforeAll(async () => {
  place = await createPlace([shop]);
  pool = createPool({ databaseUrl: place.databaseUrl, service: 'shop', log: testLog });
  transactor = createTransactor({ pool, spec: shop, newId: v7, now: () => new Date() });
});

afterAll(async () => {
  await pool.end();
  await place.close();
});

describe('a source that fails while it is copied', () => {
  it.each([
    ['with a message longer than Postgres takes', 'x'.repeat(20_000)],
    ['with a message that would end its own packet', 'a\0b'],
    ['with nothing to say', ''],
  ])('%s fails the copy with its own error, and not the connection', async (_how, message) => {
    const failure = new TypeError(message);
    const broken = async function* (): AsyncIterable<Uint8Array> {
      yield Buffer.from('broken,1,x\n');
      throw failure;
    };
    const source = { table: 'sale', columns: ['till_id', 'amount', 'note'], csv: broken() };
    await expect(transactor.run(cause, (tx) => tx.copyFrom(source))).rejects.toBe(failure);
    expect(pool.totalCount).toBe(1);
  });
});

describe('a copy', () => {
  it('gives back what it has sent, which may be written over at once', async () => {
    // Pieces that the streams take several of, and pieces that fill them.
    const PIECES = 3_000;
    const rowsOf = (piece: number): number => (piece % 100 === 0 ? 2_000 : 50);
    const amounts = Array.from({ length: PIECES }, (_, at) => at + 1);
    const rows = amounts.reduce((sum, piece) => sum + rowsOf(piece), 0);
    const total = amounts.reduce((sum, piece) => sum + rowsOf(piece) * piece, 0);
    let released = 0;
    const release = (sent: Uint8Array): void => {
      released += 1;
      sent.fill(0x78);
    };
    const pieces = async function* (): AsyncIterable<Uint8Array> {
      for (const piece of amounts)
        yield Buffer.from(`over,${piece},${'n'.repeat(40)}\n`.repeat(rowsOf(piece)));
    };
    const source = { table: 'sale', columns: ['till_id', 'amount', 'note'], csv: pieces(), release };
    expect(await transactor.run(cause, (tx) => tx.copyFrom(source))).toBe(rows);
    expect(released).toBeGreaterThanOrEqual(PIECES / 100);
    expect(
      await place.query(`select count(*)::int as rows, count(distinct amount)::int as amounts, sum(amount)::int as total,
        count(distinct note)::int as notes from shop.sale where till_id = 'over'`),
    ).toEqual([{ rows, amounts: PIECES, total, notes: 1 }]);
  });

  it('takes rows in the binary format of Postgres', async () => {
    const number = (bytes: number, value: number): Buffer => {
      const written = Buffer.alloc(bytes);
      written.writeIntBE(value, 0, bytes);
      return written;
    };
    const rows = [
      Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1'),
      Buffer.concat([
        number(2, 3),
        number(4, 1),
        Buffer.from('b'),
        number(4, 4),
        number(4, 7),
        number(4, -1),
      ]),
      number(2, -1),
    ];
    const source = { table: 'sale', columns: ['till_id', 'amount', 'note'], binary: Readable.from(rows) };
    expect(await transactor.run(cause, (tx) => tx.copyFrom(source))).toBe(1);
    expect(
      await place.query("select amount, note from shop.sale where till_id = 'b' and amount = 7"),
    ).toEqual([{ amount: 7, note: null }]);
  });
});
