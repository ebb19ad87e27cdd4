import { startTestHost, type TestHost } from '@quyu/testkit';
import { type RuleLine, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';

const NOBODY = '0198c0de-0000-7000-8000-00000000dead';
const inAmerica: RuleLine = {
  code: 'us',
  territoryCode: 'us',
  priority: 1,
  condition: { attribute: 'geo.country', op: 'eq', value: 'US' },
};

let app: TestHost;
let api: ReturnType<typeof clientOf>;

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory] });
  api = clientOf(app);
});
afterAll(() => app.stop());

describe('planning a model', () => {
  it('starts with the names of its levels', async () => {
    const model = await api.createModel({ body: { code: 'a', name: 'A', levels: ['world', 'country'] } });
    expect(model).toMatchObject({ status: 'planning', version: 1, activatedAt: null });
    expect(await api.getModel({ params: model })).toEqual(model);
    expect(await api.listModels({ query: { code: 'a' } })).toEqual({ items: [model], next: null });
    expect(await api.listModels({ query: { code: 'b' } })).toEqual({ items: [], next: null });
  });

  it('refuses a code that is in use', async () => {
    const body = { code: 'a', name: 'A', levels: ['world'] };
    await expect(api.createModel({ body })).rejects.toMatchObject({ code: 'MODEL_CODE_TAKEN', status: 409 });
  });

  it.each([
    ['more than ten', Array.from({ length: 11 }, (_, index) => `level ${index}`), '/body/levels'],
    ['no', [], '/body/levels'],
    ['two equal', ['country', 'country'], '/body/levels/1'],
  ])('refuses %s levels', async (_, levels, pointer) => {
    await expect(api.createModel({ body: { code: 'x', name: 'X', levels } })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      details: { errors: [expect.objectContaining({ pointer })] },
    });
  });

  it('has nothing at an unknown id', async () => {
    const params = { modelId: NOBODY };
    const missing = { code: 'MODEL_NOT_FOUND', status: 404 };
    await expect(api.getModel({ params })).rejects.toMatchObject(missing);
    await expect(api.listTerritories({ params })).rejects.toMatchObject(missing);
    await expect(api.listRules({ params })).rejects.toMatchObject(missing);
    await expect(api.addTerritories({ params, body: [] })).rejects.toMatchObject(missing);
    await expect(api.addRules({ params, body: [] })).rejects.toMatchObject(missing);
    await expect(api.activateModel({ params })).rejects.toMatchObject(missing);
  });
});

describe('adding territories', () => {
  it('takes what is right, and says of the rest where and why', async () => {
    const params = await plan('tree');
    const lines = [
      { code: 'world', name: 'World' },
      { code: 'us', name: 'United States', parentCode: 'world' },
      { code: 'nw', name: 'Northwest', parentCode: 'us' },
      { code: 'fr', name: 'France', parentCode: 'europe' },
      { code: 'us', name: 'America', parentCode: 'world' },
      { code: '', name: 'Nothing' },
    ];
    const summary = await api.addTerritories({ params, body: lines });
    expect(summary).toMatchObject({ created: 2, unchanged: 0, rejected: 4 });
    expect(summary.rejections.map(({ line, faults }) => [line, faults[0]?.pointer, faults[0]?.code])).toEqual(
      [
        [3, '/parentCode', 'too_deep'],
        [4, '/parentCode', 'unknown_parent'],
        [5, '/code', 'duplicate_code'],
        [6, '/code', 'too_small'],
      ],
    );
  });

  it('changes nothing the second time', async () => {
    const params = await plan('twice');
    const lines = Array.from({ length: 1201 }, (_, index) => ({
      code: `t${index}`,
      name: `Territory ${index}`,
      ...(index === 0 ? {} : { parentCode: 't0' }),
    }));
    expect(await api.addTerritories({ params, body: lines })).toMatchObject({ created: 1201, rejected: 0 });
    const { version } = await api.getModel({ params });
    expect(await api.addTerritories({ params, body: lines })).toMatchObject({ created: 0, unchanged: 1201 });
    expect((await api.getModel({ params })).version).toBe(version);
  });

  it('lists them page by page', async () => {
    const params = await plan('pages');
    const body = ['a', 'b', 'c'].map((code) => ({ code, name: code }));
    await api.addTerritories({ params, body });
    const first = await api.listTerritories({ params, query: { limit: 2 } });
    const second = await api.listTerritories({ params, query: { limit: 2, cursor: first.next! } });
    expect([...first.items, ...second.items].map(({ code }) => code)).toEqual(['a', 'b', 'c']);
    expect(second.next).toBeNull();
  });
});

describe('adding rules', () => {
  it('takes what is right, and says of the rest where and why', async () => {
    const params = await plan('rules');
    await api.addTerritories({ params, body: [{ code: 'us', name: 'United States' }] });
    const range = { attribute: 'segment.age', op: 'range', from: 30, to: 20 } as const;
    const lines: RuleLine[] = [
      inAmerica,
      inAmerica,
      { ...inAmerica, priority: 2 },
      { ...inAmerica, code: 'eu', territoryCode: 'eu' },
      { ...inAmerica, code: 'rain', condition: { attribute: 'weather.rain', op: 'exists' } },
      { ...inAmerica, code: 'age', condition: { all: [inAmerica.condition, range] } },
    ];
    const summary = await api.addRules({ params, body: lines });
    expect(summary).toMatchObject({ created: 1, unchanged: 1, rejected: 4 });
    expect(summary.rejections.map(({ line, faults }) => [line, faults[0]?.pointer, faults[0]?.code])).toEqual(
      [
        [3, '/code', 'duplicate_code'],
        [4, '/territoryCode', 'unknown_territory'],
        [5, '/condition/attribute', 'unknown_dimension'],
        [6, '/condition/all/1/from', 'reversed_range'],
      ],
    );
    expect(await api.listRules({ params })).toEqual({ items: [inAmerica], next: null });
  });
});

describe('activating a model', () => {
  it('needs territories', async () => {
    const params = await plan('empty');
    await expect(api.activateModel({ params })).rejects.toMatchObject({ code: 'MODEL_EMPTY' });
    expect(await api.getModel({ params })).toMatchObject({ status: 'planning' });
  });

  it('happens once, and closes the model', async () => {
    const params = await plan('once');
    await api.addTerritories({ params, body: [{ code: 'us', name: 'United States' }] });
    const active = await api.activateModel({ params });
    expect(active.activatedAt).not.toBeNull();
    const closed = { code: 'MODEL_NOT_PLANNING', status: 409 };
    await expect(api.activateModel({ params })).rejects.toMatchObject(closed);
    await expect(api.addTerritories({ params, body: [] })).rejects.toMatchObject(closed);
    await expect(api.addRules({ params, body: [] })).rejects.toMatchObject(closed);
  });

  it('leaves one model active, however many are activated at once', async () => {
    const plans = await Promise.all(['r1', 'r2', 'r3', 'r4'].map(plan));
    for (const params of plans) await api.addTerritories({ params, body: [{ code: 'us', name: 'US' }] });
    await Promise.all(plans.map((params) => api.activateModel({ params })));
    const { items } = await api.listModels({ query: { limit: 200 } });
    expect(items.filter(({ status }) => status === 'active')).toHaveLength(1);
  });

  it('needs the permission to change territories', async () => {
    const reader = app.client(territoryApi, { permissions: ['territory:read'] });
    await expect(reader.activateModel({ params: { modelId: NOBODY } })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

function clientOf(host: TestHost) {
  return host.client(territoryApi);
}

async function plan(code: string): Promise<{ modelId: string }> {
  const { modelId } = await api.createModel({ body: { code, name: code, levels: ['world', 'country'] } });
  return { modelId };
}
