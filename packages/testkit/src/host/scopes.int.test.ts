import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Grant } from '@quyu/plugin-kit';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { kioskApi, kioskMoved, kioskPlugin, kioskRoles } from './kiosk-plugin.js';

let app: TestHost;
beforeAll(async () => {
  // One connection for all: what one caller leaves on it the next would find.
  app = await startTestHost({ plugins: [kioskPlugin], roles: kioskRoles, settings: { poolSize: 1 } });
});
afterAll(() => app.stop());

const within = (role: string, kind: string, ...ids: readonly string[]): readonly Grant[] =>
  ids.map((id) => ({ role, within: { kind, id } }));
const as = (grants: readonly Grant[]) => app.client(kioskApi, { subject: 'ann', grants });
const north = () => as(within('keeper', 'area', 'north'));
const south = () => as(within('keeper', 'area', 'south'));

describe('a list', () => {
  it('holds what lies within the scopes of the caller, of every kind', async () => {
    expect(await north().listKiosks({})).toEqual({ items: ['n-1', 'n-2'] });
    const both = as([...within('looker', 'area', 'north'), ...within('looker', 'kiosk-owner', 's-1')]);
    expect(await both.listKiosks({})).toEqual({ items: ['n-1', 'n-2', 's-1'] });
  });

  it('holds everything for a grant without a limit', async () => {
    expect((await as([{ role: 'looker' }]).listKiosks({})).items).toHaveLength(4);
  });

  it('holds nothing of a scope that has nothing in it', async () => {
    expect(await as(within('keeper', 'area', 'nowhere')).listKiosks({})).toEqual({ items: [] });
  });

  it('takes an id by its text, whatever is in it', async () => {
    const odd = as(within('keeper', 'area', String.raw`odd"{}\,`));
    expect(await odd.listKiosks({})).toEqual({ items: ['o"1\\'] });
    expect(
      await as(within('keeper', 'area', "north'; drop table kiosk; --", '{north}')).listKiosks({}),
    ).toEqual({
      items: [],
    });
  });

  it('of rows that follow others holds those of the rows within', async () => {
    expect(await north().listVisits({})).toEqual({ items: ['n-1'] });
  });

  it("of what is nobody's is for everybody to read", async () => {
    expect(await north().listSeasons({})).toEqual({ items: ['spring'] });
  });
});

describe('a single row', () => {
  it('outside the scope is not there', async () => {
    await expect(north().getKiosk({ params: { code: 's-1' } })).rejects.toMatchObject({ status: 404 });
    expect(await south().getKiosk({ params: { code: 's-1' } })).toEqual({ code: 's-1', area: 'south' });
  });
});

describe('a change', () => {
  it('outside the scope finds nothing to change, and leaves no event', async () => {
    const change = { params: { code: 's-1' }, body: { area: 'north' } };
    await expect(north().moveKiosk(change)).rejects.toMatchObject({ status: 404 });
    await app.settle();
    expect(await app.published(kioskMoved)).toEqual([]);
  });

  it('out of the scope is refused', async () => {
    const change = { params: { code: 'n-2' }, body: { area: 'south' } };
    await expect(north().moveKiosk(change)).rejects.toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await north().listKiosks({})).toEqual({ items: ['n-1', 'n-2'] });
  });

  it('within it is made, with its event', async () => {
    await as([...within('keeper', 'area', 'north', 'south')]).moveKiosk({
      params: { code: 'n-2' },
      body: { area: 'south' },
    });
    await app.settle();
    expect(await app.published(kioskMoved)).toMatchObject([{ data: { code: 'n-2', area: 'south' } }]);
    await south().addVisit({ params: { code: 'n-2' } });
    await expect(north().addVisit({ params: { code: 'n-2' } })).rejects.toMatchObject({ status: 403 });
  });

  it("to what is nobody's takes a grant without a limit", async () => {
    await expect(north().addSeason({ params: { code: 'autumn' } })).rejects.toMatchObject({ status: 403 });
    await as([{ role: 'keeper' }]).addSeason({ params: { code: 'autumn' } });
  });
});

describe('what no rule shows', () => {
  it('is refused to a limited caller, without a word of it', async () => {
    const problem = await north()
      .listSecrets({})
      .catch((error: unknown) => error);
    expect(problem).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(JSON.stringify(problem)).not.toContain('secret');
  });
});

describe('a handler', () => {
  it('cannot see more by changing its session: the next query begins anew', async () => {
    expect((await north().escape({})).items).not.toContain('s-1');
  });
});

describe('two callers on one connection', () => {
  it('never see rows of each other, however their requests alternate', async () => {
    const [everyone, nobody] = [as([{ role: 'looker' }]), as(within('looker', 'area', 'x'))];
    const rounds = Array.from({ length: 60 }, async (_, round) => {
      await sleep(round % 7);
      return [await north().listKiosks({}), await south().listKiosks({}), await everyone.listKiosks({}), await nobody.listKiosks({})];
    }); // prettier-ignore
    for (const [mine, theirs, all, none] of await Promise.all(rounds)) {
      expect(mine!.items.every((code) => code.startsWith('n'))).toBe(true);
      expect(theirs!.items).toEqual(['n-2', 's-1']);
      expect(all!.items).toHaveLength(4);
      expect(none!.items).toEqual([]);
    }
  });
});

describe('the role of limited callers, by itself', () => {
  const asCaller = async (sql: string) => {
    const statements = `begin; set local role quyu_kiosk_caller; ${sql}; rollback`;
    const results = (await app.db('kiosk').query(statements)) as unknown;
    return (results as { rows: unknown[] }[]).at(-2)!.rows;
  };

  it('sees no row where nothing was set', async () => {
    expect(await asCaller('select * from kiosk')).toEqual([]);
    expect(await asCaller('select * from visit')).toEqual([]);
  });

  it('may not read what is hidden, nor take an event back', async () => {
    await expect(asCaller('select * from secret')).rejects.toThrow('permission denied');
    await expect(asCaller('delete from outbox')).rejects.toThrow('permission denied');
  });

  it('owns nothing and passes no policy by', async () => {
    const { rows } = await app
      .db('kiosk')
      .query(`select rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname = 'quyu_kiosk_caller'`);
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcanlogin: false }]);
  });
});

describe('a grant', () => {
  it('of a role that does not exist gives nothing, and the answer says why', async () => {
    const problem = await as([{ role: 'ghost' }])
      .listKiosks({})
      .catch((error: unknown) => error);
    expect(problem).toMatchObject({ status: 403, message: expect.stringContaining('no role "ghost"') });
  });

  it('within a kind of scope that does not exist gives nothing', async () => {
    const problem = await as(within('looker', 'planet', 'x'))
      .listKiosks({})
      .catch((error: unknown) => error);
    expect(problem).toMatchObject({
      status: 403,
      message: expect.stringContaining('no kind of scope "planet"'),
    });
  });

  it('with a limit gives no permission of the platform', async () => {
    const roles = { ops: { title: { en: 'Ops', zh: '运维' }, permissions: ['platform:read'] } };
    const other = await startTestHost({ plugins: [kioskPlugin], roles });
    const token = await other.token({ grants: within('ops', 'area', 'north') });
    const answer = await fetch(`${other.url}/api/kiosk/v1/bus`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await other.stop();
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('without a limit') });
  });
});
