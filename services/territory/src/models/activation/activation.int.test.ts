import { partnerEnrolled } from '@quyu/partner-contracts';
import type { DataOf } from '@quyu/plugin-kit';
import { fakeClock, startTestHost, type TestHost } from '@quyu/testkit';
import { modelActivated, type RuleLine, territoryApi, type TerritoryModel } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../../plugin.js';

/** Noon of 2026-11-25 in Shanghai. */
const clock = fakeClock('2026-11-25T04:00:00Z');
let app: TestHost;
let api: ReturnType<typeof clientOf>;

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory], now: clock.now });
  api = clientOf(app);
});
afterAll(() => app.stop());

describe('a day for a model to become active', () => {
  it('lies ahead, and belongs to one model', async () => {
    const [one, other] = [await plan('one', ['WA']), await plan('other', ['WA'])];
    await expect(schedule(one, '2026-11-25')).rejects.toMatchObject({
      code: 'EFFECTIVE_DATE_PAST',
      details: { errors: [{ pointer: '/body/effectiveOn', code: 'not_ahead' }] },
    });
    expect(await schedule(one, '2026-12-01')).toMatchObject({
      effectiveOn: '2026-12-01',
      status: 'planning',
    });
    await expect(schedule(other, '2026-12-01')).rejects.toMatchObject({
      code: 'EFFECTIVE_DATE_TAKEN',
      details: { errors: [{ pointer: '/body/effectiveOn', message: expect.stringContaining('"one"') }] },
    });
    expect(await api.cancelActivation({ params: one })).toMatchObject({ effectiveOn: null });
    expect(await schedule(other, '2026-12-01')).toMatchObject({ effectiveOn: '2026-12-01' });
    await api.cancelActivation({ params: other });
  });

  it('comes at midnight in Shanghai, not before', async () => {
    const params = await plan('dated', ['WA']);
    await schedule(params, '2026-11-26');
    clock.set('2026-11-25T15:58:00Z');
    await app.publish(partnerEnrolled, partner(1, 'WA'), partner(2, 'OR'));
    await app.settle();
    expect(await api.getModel({ params })).toMatchObject({ status: 'planning' });
    clock.set('2026-11-25T16:01:00Z');
    expect(await until(params, ({ status }) => status === 'active')).toMatchObject({ version: 4 });
    await app.settle();
    expect((await app.published(modelActivated)).at(-1)?.data).toMatchObject({
      code: 'dated',
      previousCode: null,
      mode: 'realign',
      changed: 2,
      gaps: 1,
      conflicts: 0,
    });
  });

  it('does not activate a model with conflicts, says why, and tries again once it is changed', async () => {
    const params = await plan('contested', ['WA'], ['WA']);
    await schedule(params, '2026-12-10');
    clock.set('2026-12-09T16:01:00Z');
    const refused = await until(params, ({ refusal }) => refusal !== null);
    expect(refused).toMatchObject({
      status: 'planning',
      refusal: expect.stringContaining('MODEL_HAS_CONFLICTS'),
    });
    await api.removeRule({ params: { ...params, ruleCode: 'east' } });
    clock.set('2026-12-09T16:03:00Z');
    expect(await until(params, ({ status }) => status === 'active')).toMatchObject({ refusal: null });
  });
});

describe('a model of 25,000 territories on 10 levels', () => {
  it('is planned, cloned, edited, compared and activated', { timeout: 120_000 }, async () => {
    const levels = Array.from({ length: 10 }, (_, index) => `level ${index + 1}`);
    const params = await api.createModel({ body: { code: 'large', name: 'Large', levels } });
    const lines = Array.from({ length: 25_000 }, (_, index) => ({
      code: `t${index}`,
      name: `Territory ${index}`,
      ...(index === 0 ? {} : { parentCode: `t${Math.floor((index - 1) / 3)}` }),
    }));
    expect(await api.addTerritories({ params, body: lines })).toMatchObject({ created: 25_000, rejected: 0 });
    const rules = lines.slice(20_000).map(({ code }) => rule(code, code, [code]));
    expect(await api.addRules({ params, body: rules })).toMatchObject({ created: 5000 });
    const clone = await api.cloneModel({ params, body: { code: 'large-2', name: 'Larger' } });
    expect((await api.listDifferences({ params: clone })).items).toEqual([]);
    await api.updateTerritory({ params: { ...clone, territoryCode: 't1' }, body: { name: 'Moved' } });
    expect((await api.listDifferences({ params: clone })).items).toMatchObject([{ changes: ['renamed'] }]);
    await api.updateTerritory({ params: { ...clone, territoryCode: 't24999' }, body: { parentCode: 't2' } });
    const deepest = await api.listTerritories({ params: clone, query: { level: 10, limit: 200 } });
    expect(deepest.items.every(({ path }) => path.length === 10)).toBe(true);
    expect(await api.activateModel({ params: clone })).toMatchObject({ status: 'active' });
  });
});

function clientOf(host: TestHost) {
  return host.client(territoryApi);
}

async function plan(code: string, west: string[], east: string[] = []): Promise<{ modelId: string }> {
  const { modelId } = await api.createModel({ body: { code, name: code, levels: ['region'] } });
  const body = ['west', 'east'].map((region) => ({ code: region, name: region }));
  await api.addTerritories({ params: { modelId }, body });
  const rules = [rule('west', 'west', west), ...(east.length > 0 ? [rule('east', 'east', east)] : [])];
  await api.addRules({ params: { modelId }, body: rules });
  return { modelId };
}

function schedule(params: { modelId: string }, effectiveOn: string) {
  return api.scheduleActivation({ params, body: { effectiveOn } });
}

/** The job that activates models looks once a minute of the clock, and once a second for whether it is time. */
async function until(
  params: { modelId: string },
  isSo: (model: TerritoryModel) => boolean,
): Promise<TerritoryModel> {
  await expect.poll(async () => isSo(await api.getModel({ params })), { timeout: 15_000 }).toBe(true);
  return api.getModel({ params });
}

function rule(code: string, territoryCode: string, values: string[]): RuleLine {
  return { code, territoryCode, priority: 1, condition: { attribute: 'geo.province', op: 'in', values } };
}

function partner(number: number, province: string): DataOf<typeof partnerEnrolled> {
  return {
    partnerId: `0198c0de-0000-7000-8000-${String(number).padStart(12, '0')}`,
    code: `AW${number}`,
    externalId: null,
    name: `Partner ${number}`,
    type: 'dealer',
    address: { country: 'US', province, city: 'Somewhere' },
  };
}
