import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { type Scenario, restart } from '../scenarios/scenario.js';
import { replayStream } from '../system/stream-witness.js';
import { startNaiveRelay } from './naive-relay.js';

/** Long enough for what will never come. */
const QUIET_MS = 15_000;
const busy = { writers: 20, pauseMs: 0 } as const;

/** Negative controls: the system is made worse from outside, and the suite must notice, or its silence means nothing. */
export const controls: readonly Scenario[] = [
  {
    name: 'control-naive-cursor',
    summary: 'a relay that only asks for higher ids than it has seen must lose events',
    load: { ...busy, tills: 200 },
    quietMs: QUIET_MS,
    async prepare(world) {
      await world.database.query(DAWDLE);
      return startNaiveRelay(world);
    },
    play: (stage) => stage.progress(1_500),
    mustFind: ({ lost }) => lost > 0,
  },
  {
    name: 'control-identity-cache',
    summary: 'ids that sessions take fifty at a time must break the order',
    load: { ...busy, tills: 10 },
    quietMs: QUIET_MS,
    async prepare({ database }) {
      await database.query('alter table shop.outbox alter column id set cache 50');
    },
    play: (stage) => stage.progress(400),
    mustFind: ({ disorder }) => disorder > 0,
  },
  {
    name: 'control-no-inbox',
    summary: 'a consumer that forgets what it has handled must do it twice',
    quietMs: QUIET_MS,
    expect: { replayed: true },
    async prepare({ database }) {
      await database.query(FORGET);
    },
    async play(stage) {
      await stage.progress(60);
      await sleep(500);
      await stage.fault('replay the stream', () =>
        replayStream(stage.world.nc, stage.world.root, 'shop', randomUUID),
      );
      await restart(stage.random.pick(stage.world.ledgers));
      await stage.progress(10);
    },
    mustFind: ({ doubled }) => doubled > 0,
  },
];

/** Commits take their time after the ids are taken, as on a busy machine: the flush and the commit come in one message. */
const DAWDLE = `
  create function shop.dawdle() returns trigger language plpgsql as
    'begin perform pg_sleep(random() * 0.02); return null; end';
  create constraint trigger dawdle after insert on shop.outbox
    deferrable initially deferred for each row execute function shop.dawdle()`;

/** The inbox forgets at once, and nothing is noted of how far an aggregate is. */
const FORGET = `
  create function ledger.forget() returns trigger language plpgsql security definer as
    'begin delete from ledger.inbox; return null; end';
  create trigger forget after insert on ledger.inbox for each statement execute function ledger.forget();
  create function ledger.never() returns trigger language plpgsql as 'begin return null; end';
  create trigger never before insert on ledger.inbox_position for each row execute function ledger.never()`;
