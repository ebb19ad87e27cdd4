import { defineConcurrently, defineMigration, waiving } from '@quyu/plugin-kit';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { baselineOf, compareWithBaseline } from './baseline.js';
import { lintMigrations } from './lint-migrations.js';
import type { Rule } from './rules.js';

const inside = (...texts: readonly string[]) => defineMigration(...texts.map((text) => sql.raw(text)));
const outside = (...texts: readonly string[]) => defineConcurrently(...texts.map((text) => sql.raw(text)));
const lint = (migration: ReturnType<typeof inside>) =>
  lintMigrations('shop', { '20270101_change': migration });
const rulesOf = async (migration: ReturnType<typeof inside>) =>
  (await lint(migration)).map(({ rule }) => rule);

const REFUSED: readonly (readonly [string, ...Rule[]])[] = [
  ['drop table sale', 'drop-table'],
  ['drop view open_sale', 'drop-table'],
  ['alter table shop.sale drop column fax', 'drop-column'],
  ['alter table sale rename column fax to phone', 'rename'],
  ['alter table sale rename to purchase', 'rename'],
  ['alter table sale add column fax text not null', 'not-null'],
  ['alter table sale add column fax text not null default null', 'not-null'],
  ['alter table sale alter column fax set not null', 'not-null'],
  ['alter table sale alter column amount type bigint', 'change-type'],
  ['alter table sale add column id uuid default gen_random_uuid()', 'rewrite'],
  ['alter table sale add column n bigserial', 'rewrite'],
  ['alter table sale add column n int generated always as identity', 'rewrite'],
  ['alter table sale add column n int generated always as (1) stored', 'rewrite'],
  ['alter table sale alter column fax drop default', 'drop-default'],
  ['create index on sale (fax)', 'index'],
  ['drop index sale_by_fax', 'drop-index'],
  ['alter table sale add primary key (id)', 'key'],
  ['alter table sale add constraint once unique (fax)', 'key'],
  ['alter table sale add column code text unique', 'key'],
  ['alter table sale drop constraint sale_pkey', 'drop-constraint'],
  ['alter table sale add check (amount > 0)', 'validate'],
  ['alter table sale add column pays bigint check (pays > 0)', 'validate'],
  ['alter table sale add foreign key (code) references shop', 'validate'],
  ['update sale set fax = 1', 'change-rows'],
  ['with gone as (delete from sale returning *) insert into old select * from gone', 'change-rows'],
  ['begin', 'transaction'],
  [`set local lock_timeout = '1h'`, 'timeouts'],
  ['create index concurrently sale_by_fax on sale (fax)', 'inside'],
  ['selec 1', 'unreadable'],
  ['do $$ begin drop table sale; end $$', 'unknown'],
  ['truncate sale', 'unknown'],
  ['lock table sale', 'unknown'],
  ['alter table sale drop column a, alter column b type int, drop column c', 'drop-column', 'change-type'],
];

const ALLOWED: readonly string[] = [
  'create table purchase (id int primary key references sale, n int check (n > 0))',
  'alter table sale add column fax text',
  `alter table sale add column fax text not null default ''`,
  'alter table sale add column seen_at timestamptz not null default now()',
  'alter table sale add column code text references shop',
  'alter table sale add column doubled int generated always as (1) virtual',
  'alter table sale add constraint positive check (amount > 0) not valid',
  'alter table sale validate constraint positive',
  'alter table sale drop constraint sale_amount_check, add constraint wider check (amount >= 0) not valid',
  'alter table sale add constraint once unique using index sale_once',
  'alter table sale alter column fax drop not null',
  `alter table sale alter column fax set default '-'`,
  'alter index sale_by_fax rename to sale_by_number',
  'insert into rule select 1',
  'create view open_sale as select 1',
  `comment on table sale is 'what was sold'`,
];

describe('the linter of migrations', () => {
  it.each(REFUSED)('refuses: %s', async (text, ...rules) => {
    expect(await rulesOf(inside(text))).toEqual(rules);
  });

  it.each(ALLOWED)('lets pass: %s', async (text) => {
    expect(await lint(inside(text))).toEqual([]);
  });

  it('says where, what, why and what to do instead', async () => {
    const [finding] = await lint(inside('select 1', 'alter table sale\n  drop column fax'));
    expect(finding?.message).toBe(
      'shop 20270101_change, statement 2: drop-column: "alter table sale drop column fax": replicas of the previous release still name it. Instead: drop it a release after the last one that named it, and say so in a waiver',
    );
  });

  it('lets a migration do anything to a table of its own, and to no other', async () => {
    const own = [
      'create table a (n int)',
      'create index on a (n)',
      'alter table a alter column n set not null',
    ];
    expect(
      await rulesOf(inside(...own, 'update a set n = 1', 'alter table a rename to b', 'drop table b')),
    ).toEqual([]);
    expect(await rulesOf(inside(...own, 'drop table a, sale'))).toEqual(['drop-table']);
  });

  it('wants a constraint validated in a later migration than the one that adds it', async () => {
    const add = 'alter table sale add constraint positive check (amount > 0) not valid';
    expect(await rulesOf(inside(add, 'alter table sale validate constraint positive'))).toEqual(['validate']);
  });

  it('wants what runs outside a transaction to be repeatable', async () => {
    const [clear, build] = [
      'drop index concurrently if exists i',
      'create index concurrently i on sale (fax)',
    ];
    expect(await rulesOf(outside(clear, build))).toEqual([]);
    expect(await rulesOf(outside(build))).toEqual(['unnamed-index']);
    expect(await rulesOf(outside(clear, 'create index concurrently on sale (fax)'))).toEqual([
      'unnamed-index',
    ]);
    expect(await rulesOf(outside('alter table sale add column n int'))).toEqual(['outside']);
  });

  it('reads migrations built of code, and says so when one cannot be read', async () => {
    const built = {
      up: (db: Parameters<ReturnType<typeof inside>['up']>[0]) =>
        db.schema.alterTable('sale').dropColumn('fax').execute(),
    };
    expect(await rulesOf(built)).toEqual(['drop-column']);
    const needy = { up: async () => Promise.reject(new Error('no rows')) };
    expect((await lint(needy))[0]?.message).toMatch(/^shop 20270101_change: unreadable: .*\(no rows\)/);
  });

  it('takes a reasoned waiver of a rule, of that rule only, and none that is idle or hollow', async () => {
    const reason = 'contract: since 1.4 nobody reads it';
    const both = inside('alter table sale drop column a', 'drop table b');
    expect(await rulesOf(waiving({ 'drop-column': reason }, both))).toEqual(['drop-table']);
    expect(await rulesOf(waiving({ 'drop-column': reason, 'drop-table': reason }, both))).toEqual([]);
    const [idle, odd] = await lint(waiving({ rename: reason, 'drop-colum': reason }, inside('select 1')));
    expect(idle?.message).toContain('waives "rename", which it does not break');
    expect(odd?.message).toContain('waives "drop-colum", which is no rule');
    expect(() => waiving({ rename: 'safe' }, both)).toThrow('"safe" is no reason');
  });
});

describe('a baseline', () => {
  it('keeps what was there, hides nothing new, and is not kept longer than needed', async () => {
    const findings = await lint(inside('drop table a', 'drop table b', 'truncate c'));
    const baseline = { 'shop/20270101_change': ['drop-table', 'rename'], 'shop/20260101_gone': ['index'] };
    const { fresh, stale } = compareWithBaseline(findings, baseline);
    expect(fresh.map(({ rule, statement }) => [rule, statement])).toEqual([['unknown', 3]]);
    expect(stale).toEqual(['shop/20270101_change: rename', 'shop/20260101_gone: index']);
    expect(compareWithBaseline(findings, baselineOf(findings))).toEqual({ fresh: [], stale: [] });
  });
});
