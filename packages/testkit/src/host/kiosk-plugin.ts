/** A plugin whose rows have owners: what callers see and change whose grants are limited. */
import { defineApi, defineErrors, defineEvent, defineRoute, defineScope, z } from '@quyu/contract-kit';
import {
  HIDDEN,
  OPEN,
  type Plugin,
  type PluginContext,
  type RouteHandlers,
  type Tx,
  defineDb,
  defineMigration,
  definePlugin,
  defineRoles,
  where,
  within,
} from '@quyu/plugin-kit';
import { sql } from 'kysely';

interface Kiosk {
  readonly code: string;
  readonly area: string;
}

export interface KioskDb {
  kiosk: Kiosk;
  visit: { kiosk_code: string; note: string };
  season: { name: string };
  secret: { text: string };
}

const area = defineScope('area', { en: 'Area', zh: '片区' });
const owner = defineScope('kiosk-owner', { en: 'Owner', zh: '店主' });
const summary = { en: 'A summary', zh: '摘要' };
const params = z.strictObject({ code: z.string().max(64) });
const kiosk: z.ZodType<Kiosk> = z.object({ code: z.string(), area: z.string() });
const codes: z.ZodType<{ readonly items: readonly string[] }> = z.object({ items: z.array(z.string()) });
const reads = { kind: 'read', method: 'GET', permission: 'kiosk:read', summary } as const;
const writes = { kind: 'write', method: 'POST', permission: 'kiosk:write', summary } as const;

export const kioskErrors = defineErrors({
  KIOSK_NOT_FOUND: { status: 404, title: { en: 'Kiosk not found', zh: '找不到售货亭' } },
});

export const kioskMoved = defineEvent({
  type: 'kiosk.moved.v1',
  aggregate: 'kiosk',
  key: 'code',
  summary: 'A kiosk moved.',
  schema: z.object({ code: z.string(), area: z.string() }),
  examples: [{ code: 'k-1', area: 'north' }],
});

export const kioskApi = defineApi({
  service: 'kiosk',
  title: { en: 'Kiosk', zh: '售货亭' },
  permissions: { 'kiosk:read': 'See kiosks.', 'kiosk:write': 'Change kiosks.' },
  routes: {
    listKiosks: defineRoute({ ...reads, path: '/kiosks', answer: codes }),
    getKiosk: defineRoute({ ...reads, path: '/kiosks/:code', params, problems: ['KIOSK_NOT_FOUND'], answer: kiosk }),
    listVisits: defineRoute({ ...reads, path: '/visits', answer: codes }),
    listSeasons: defineRoute({ ...reads, path: '/seasons', answer: codes }),
    listSecrets: defineRoute({ ...reads, path: '/secrets', answer: codes }),
    moveKiosk: defineRoute({ ...writes, path: '/kiosks/:code/area', params, body: z.strictObject({ area: z.string() }), problems: ['KIOSK_NOT_FOUND'] }),
    addVisit: defineRoute({ ...writes, path: '/visits/:code', params }),
    addSeason: defineRoute({ ...writes, path: '/seasons/:code', params }),
    escape: defineRoute({ ...reads, kind: 'act', method: 'POST', path: '/escape', answer: codes }),
  },
}); // prettier-ignore

const createKiosks = defineMigration(
  sql`create table kiosk (code text primary key, area text not null)`,
  sql`create table visit (kiosk_code text not null, note text not null)`,
  sql`create table season (name text primary key)`,
  sql`create table secret (text text not null)`,
  sql`insert into kiosk values ('n-1', 'north'), ('n-2', 'north'), ('s-1', 'south'), ('o"1\\', 'odd"{}\\,')`,
  sql`insert into visit values ('n-1', 'fine'), ('s-1', 'closed')`,
  sql`insert into season values ('spring')`,
  sql`insert into secret values ('42')`,
);

/** Roles that are limited in the tests. */
export const kioskRoles = defineRoles({
  keeper: { title: { en: 'Keeper', zh: '店长' }, permissions: ['kiosk:*'] },
  looker: { title: { en: 'Looker', zh: '访客' }, permissions: ['kiosk:read'] },
});

type Publishes = readonly [typeof kioskMoved];
type Context = PluginContext<unknown, KioskDb, Publishes, {}, {}>;
type Handlers = RouteHandlers<typeof kioskApi, Tx<KioskDb, Publishes, {}>>;

export const kioskPlugin: Plugin = definePlugin(
  {
    id: 'kiosk',
    kit: '^1.0.0',
    summary: { en: 'Kiosks', zh: '售货亭' },
    config: z.object({}),
    db: defineDb<KioskDb>(
      { '20261126_create_kiosks': createKiosks },
      {
        scopes: {
          kiosk: within([area, 'area = any($scope)'], [owner, 'code = any($scope)']),
          visit: where('kiosk_code in (select code from kiosk)'),
          season: OPEN,
          secret: HIDDEN,
        },
      },
    ),
    api: kioskApi,
    publishes: [kioskMoved],
  },
  (ctx: Context) => ({ routes: handlersOf(ctx), handlers: {}, jobs: {} }),
);

function handlersOf(ctx: Context): Handlers {
  const { db } = ctx;
  return {
    async listKiosks() {
      const rows = await db.selectFrom('kiosk').select('code').orderBy('code').execute();
      return { items: rows.map(({ code }) => code) };
    },
    async getKiosk({ params: { code } }) {
      const found = await db.selectFrom('kiosk').selectAll().where('code', '=', code).executeTakeFirst();
      if (!found) throw kioskErrors.KIOSK_NOT_FOUND();
      return found;
    },
    async listVisits() {
      const rows = await db.selectFrom('visit').select('kiosk_code').orderBy('kiosk_code').execute();
      return { items: rows.map(({ kiosk_code }) => kiosk_code) };
    },
    async listSeasons() {
      return { items: (await db.selectFrom('season').select('name').execute()).map(({ name }) => name) };
    },
    async listSecrets() {
      return { items: (await db.selectFrom('secret').select('text').execute()).map(({ text }) => text) };
    },
    async moveKiosk({ params: { code }, body }, tx) {
      const moved = await tx.db.updateTable('kiosk').set(body).where('code', '=', code).executeTakeFirst();
      if (moved.numUpdatedRows === 0n) throw kioskErrors.KIOSK_NOT_FOUND();
      tx.publish(kioskMoved, { code, ...body });
    },
    async addVisit({ params: { code } }, tx) {
      await tx.db.insertInto('visit').values({ kiosk_code: code, note: '' }).execute();
    },
    async addSeason({ params: { code } }, tx) {
      await tx.db.insertInto('season').values({ name: code }).execute();
    },
    /** What a handler may try, by mistake or not, to see more than its caller. */
    async escape() {
      await sql`select set_config('role', 'none', true), set_config('quyu.scope_area', '{south}', true)`.execute(db);
      const rows = await db.selectFrom('kiosk').select('code').orderBy('code').execute();
      return { items: rows.map(({ code }) => code) };
    },
  };
} // prettier-ignore
