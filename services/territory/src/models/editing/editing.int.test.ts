import { startTestHost, type TestHost } from '@quyu/testkit';
import { type RuleLine, territoryApi, type TerritoryLine } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../../plugin.js';

let app: TestHost;
let api: ReturnType<typeof clientOf>;
const LEVELS = ['world', 'country', 'region', 'city'];
const rule: RuleLine = {
  code: 'nw',
  territoryCode: 'nw',
  priority: 1,
  condition: { attribute: 'geo.province', op: 'eq', value: 'WA' },
};

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory] });
  api = clientOf(app);
});
afterAll(() => app.stop());

describe('a clone', () => {
  it('without edits has an empty difference to its model', async () => {
    const source = await plan('source');
    const clone = await api.cloneModel({ params: source, body: { code: 'copy', name: 'Copy' } });
    expect(clone).toMatchObject({ status: 'planning', baseModelId: source.modelId, levels: LEVELS });
    expect((await api.listTerritories({ params: clone })).items).toHaveLength(5);
    expect((await api.listRules({ params: clone })).items).toEqual([rule]);
    expect(await api.listDifferences({ params: clone })).toEqual({ items: [], next: null });
  });

  it('tells, page by page, what was edited', async () => {
    const clone = await cloneOf('differs');
    await api.addTerritories({ params: clone, body: [{ code: 'fr', name: 'France', parentCode: 'world' }] });
    await edit(clone, 'nw', { name: 'Pacific', parentCode: 'fr' });
    await api.removeTerritory({ params: { ...clone, territoryCode: 'se' } });
    await api.putRule({ params: { ...clone, ruleCode: 'nw' }, body: { ...bodyOf(rule), priority: 2 } });
    await api.putRule({
      params: { ...clone, ruleCode: 'fr' },
      body: { ...bodyOf(rule), territoryCode: 'fr' },
    });
    const first = await api.listDifferences({ params: clone, query: { limit: 3 } });
    const second = await api.listDifferences({ params: clone, query: { limit: 3, cursor: first.next! } });
    const found = [...first.items, ...second.items].map(({ kind, code, changes }) => [kind, code, changes]);
    expect(found).toEqual([
      ['rule', 'fr', ['added']],
      ['rule', 'nw', ['changed']],
      ['territory', 'fr', ['added']],
      ['territory', 'nw', ['moved', 'renamed']],
      ['territory', 'se', ['removed']],
    ]);
  });

  it('is seen by nobody but those who plan', async () => {
    const clone = await cloneOf('secret');
    const reader = app.client(territoryApi, { permissions: ['territory:read'] });
    const hidden = { code: 'MODEL_NOT_FOUND', status: 404 };
    await expect(reader.getModel({ params: clone })).rejects.toMatchObject(hidden);
    await expect(reader.listTerritories({ params: clone })).rejects.toMatchObject(hidden);
    await expect(reader.listRules({ params: clone })).rejects.toMatchObject(hidden);
    await expect(reader.listDifferences({ params: clone })).rejects.toMatchObject(hidden);
    const seen = await reader.listModels({ query: { limit: 200 } });
    expect(seen.items.map(({ code }) => code)).not.toContain('secret');
  });

  it('needs a code of its own, and something to copy', async () => {
    const body = { code: 'source', name: 'Again' };
    const clone = await cloneOf('taken');
    await expect(api.cloneModel({ params: clone, body })).rejects.toMatchObject({ code: 'MODEL_CODE_TAKEN' });
    const params = { modelId: '0198c0de-0000-7000-8000-00000000dead' };
    await expect(api.cloneModel({ params, body })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});

describe('moving a territory', () => {
  it('takes along all that is below it', async () => {
    const params = await plan('moving');
    await edit(params, 'nw', { parentCode: 'world' });
    const { items } = await api.listTerritories({ params });
    const seattle = items.find(({ code }) => code === 'seattle');
    expect(seattle).toMatchObject({ level: 3, path: ['world', 'nw', 'seattle'], parentCode: 'nw' });
    await edit(params, 'nw', { parentCode: null });
    expect(
      (await api.listTerritories({ params, query: { level: 1 } })).items.map(({ code }) => code),
    ).toEqual(['nw', 'world']);
    const below = await api.listTerritories({ params, query: { parentCode: 'nw' } });
    expect(below.items).toMatchObject([{ code: 'seattle', level: 2, path: ['nw', 'seattle'] }]);
  });

  it.each([
    ['below itself', 'us', 'seattle', 'cyclic_parent', 'us > nw > seattle > us'],
    ['under its own code', 'us', 'us', 'cyclic_parent', 'us > us'],
    ['deeper than the levels go', 'nw', 'se', 'too_deep', 'level 5 of 4'],
    ['to where there is nothing', 'nw', 'mars', 'unknown_parent', '"mars"'],
  ])('is refused %s', async (what, code, parentCode, fault, told) => {
    const params = await plan(`refused ${what}`);
    await expect(edit(params, code, { parentCode })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      details: {
        errors: [{ pointer: '/body/parentCode', code: fault, message: expect.stringContaining(told) }],
      },
    });
    expect(await api.getModel({ params })).toMatchObject({ version: 3 });
  });

  it('counts as a change of the model, a change that changes nothing does not', async () => {
    const params = await plan('counted');
    await edit(params, 'nw', { name: 'Northwest' });
    expect(await api.getModel({ params })).toMatchObject({ version: 4 });
    await edit(params, 'nw', { name: 'Northwest' });
    await api.putRule({ params: { ...params, ruleCode: 'nw' }, body: bodyOf(rule) });
    expect(await api.getModel({ params })).toMatchObject({ version: 4 });
  });
});

describe('removing', () => {
  it('a territory with something below it is refused, unless all of it is to go', async () => {
    const params = await plan('removing');
    const us = { ...params, territoryCode: 'us' };
    await expect(api.removeTerritory({ params: us })).rejects.toMatchObject({ code: 'TERRITORY_IN_USE' });
    await api.removeTerritory({ params: us, query: { withAllBelow: true } });
    expect((await api.listTerritories({ params })).items.map(({ code }) => code)).toEqual(['world']);
    expect((await api.listRules({ params })).items).toEqual([]);
    await expect(api.removeTerritory({ params: us })).rejects.toMatchObject({ code: 'TERRITORY_NOT_FOUND' });
  });

  it('a rule, and a rule that is not there', async () => {
    const params = { ...(await plan('ruleless')), ruleCode: 'nw' };
    await api.removeRule({ params });
    await expect(api.removeRule({ params })).rejects.toMatchObject({ code: 'RULE_NOT_FOUND' });
  });

  it('a whole model leaves nothing', async () => {
    const params = await plan('thrown away');
    await api.discardModel({ params });
    await expect(api.getModel({ params })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});

describe('changing a rule or the levels', () => {
  it('is refused where a rule to be added would be, with the place of the fault', async () => {
    const params = { ...(await plan('unsound')), ruleCode: 'nw' };
    const condition = { attribute: 'weather.rain', op: 'exists' } as const;
    await expect(api.putRule({ params, body: { ...bodyOf(rule), condition } })).rejects.toMatchObject({
      details: { errors: [{ pointer: '/body/condition/attribute', code: 'unknown_dimension' }] },
    });
  });

  it('leaves no territory without a level', async () => {
    const params = await plan('levels');
    const renamed = await api.updateModel({ params, body: { levels: ['大区', '省', '市', '区县'] } });
    expect(renamed.levels).toEqual(['大区', '省', '市', '区县']);
    await expect(api.updateModel({ params, body: { levels: ['大区'] } })).rejects.toMatchObject({
      details: { errors: [{ pointer: '/body/levels', code: 'too_few_levels' }] },
    });
  });

  it('is over once the model is active', async () => {
    const params = await plan('closed');
    await api.activateModel({ params });
    const closed = { code: 'MODEL_NOT_PLANNING' };
    await expect(edit(params, 'nw', { name: 'X' })).rejects.toMatchObject(closed);
    await expect(api.updateModel({ params, body: { name: 'X' } })).rejects.toMatchObject(closed);
    await expect(api.discardModel({ params })).rejects.toMatchObject(closed);
    await expect(api.removeRule({ params: { ...params, ruleCode: 'nw' } })).rejects.toMatchObject(closed);
  });
});

function clientOf(host: TestHost) {
  return host.client(territoryApi);
}

async function plan(code: string): Promise<{ modelId: string }> {
  const { modelId } = await api.createModel({ body: { code, name: code, levels: LEVELS } });
  const lines: TerritoryLine[] = [
    { code: 'world', name: 'World' },
    { code: 'us', name: 'United States', parentCode: 'world' },
    { code: 'nw', name: 'NW', parentCode: 'us' },
    { code: 'seattle', name: 'Seattle', parentCode: 'nw' },
    { code: 'se', name: 'SE', parentCode: 'us' },
  ];
  await api.addTerritories({ params: { modelId }, body: lines });
  await api.addRules({ params: { modelId }, body: [rule] });
  return { modelId };
}

async function cloneOf(code: string): Promise<{ modelId: string }> {
  const { modelId } = await api.cloneModel({
    params: await plan(`${code} base`),
    body: { code, name: code },
  });
  return { modelId };
}

function edit(
  params: { modelId: string },
  territoryCode: string,
  body: { name?: string; parentCode?: string | null },
) {
  return api.updateTerritory({ params: { ...params, territoryCode }, body });
}

function bodyOf({ code: _code, ...body }: RuleLine) {
  return body;
}
