import { setTimeout as sleep } from 'node:timers/promises';
import { z } from '@quyu/contract-kit';
import { type Plugin, defineDb, definePlugin } from '@quyu/plugin-kit';
import { sql } from 'kysely';
import { booked, ledgerApi, sold } from './contracts.js';

interface LedgerDb {
  readonly effect: { event_id: string; till_id: string; version: number; sale_id: string; part: number };
}

/** Nothing in it is unique: that an event has one effect must come from the bus. */
const EFFECT = `create table effect (
  position bigint generated always as identity (cache 1), event_id uuid not null, till_id text not null,
  version bigint not null, sale_id text not null, part int not null, booked_by int not null default pg_backend_pid()
)`;

const SLOW_MS = 400;

/** Books each sale as an effect, and publishes that it did, in the transaction in which it is handled. */
export const ledger: Plugin = definePlugin(
  {
    id: 'ledger',
    kit: '^1.0.0',
    summary: { en: 'Ledger', zh: '测试' },
    config: z.object({}),
    db: defineDb<LedgerDb>({
      '20261125_create_effect': { up: async (db) => void (await sql.raw(EFFECT).execute(db)) },
    }),
    api: ledgerApi,
    publishes: [booked],
    consumes: [sold],
  },
  (ctx) => ({
    routes: {
      async countEffects() {
        const { count } = await ctx.db
          .selectFrom('effect')
          .select((each) => each.fn.countAll<string>().as('count'))
          .executeTakeFirstOrThrow();
        return { count: Number(count) };
      },
    },
    handlers: {
      async 'shop.sold.v1'({ id, aggregateId, aggregateVersion, data: { tillId, saleId, part, mode } }, tx) {
        if (mode === 'deadly') process.kill(process.pid, 'SIGKILL');
        const effect = {
          event_id: id,
          till_id: aggregateId,
          version: aggregateVersion,
          sale_id: saleId,
          part,
        };
        await tx.db.insertInto('effect').values(effect).execute();
        tx.publish(booked, { accountId: tillId, saleId, part });
        if (mode === 'slow') await sleep(SLOW_MS);
        if (mode === 'poison') throw new Error('this sale cannot be booked');
      },
    },
    jobs: {},
  }),
);
