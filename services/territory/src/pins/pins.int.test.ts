import { partnerEnrolled } from '@quyu/partner-contracts';
import { type DataOf, defineRoles } from '@quyu/plugin-kit';
import { fakeClock, startTestHost, type TestHost } from '@quyu/testkit';
import { accountAssigned, type RuleLine, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';

const roles = defineRoles({
  lead: { title: { en: 'Lead', zh: '负责人' }, permissions: ['territory:read', 'territory:write'] },
});
const clock = fakeClock('2026-11-25T20:00:00Z');
let app: TestHost;
let api: ReturnType<typeof clientOf>;

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory], roles, now: clock.now });
  api = clientOf(app);
  const rules = [rule('west', ['WA', 'XX']), rule('east', ['MA', 'XX'])];
  await api.activateModel({ params: await plan('first', rules) });
  await app.publish(partnerEnrolled, partner(1, 'WA'), partner(2, 'MA'), partner(3, 'XX'), partner(4, 'XX'));
  await app.settle();
});
afterAll(() => app.stop());

describe('a pin', () => {
  it('takes an account to its territory at once, with who decided, why and when', async () => {
    const params = { subjectId: idOf(1) };
    const body = { territoryCode: 'east', reason: 'Serves the Boston chain' };
    expect(await api.putPin({ params, body })).toEqual({
      ...params,
      ...body,
      subjectCode: 'AW1',
      pinnedOn: '2026-11-26',
      pinnedBy: 'test',
      inForce: true,
    });
    await app.settle();
    expect((await app.published(accountAssigned)).at(-1)?.data).toMatchObject({
      subjectCode: 'AW1',
      territoryCode: 'east',
      by: 'pin',
      ruleCode: 'pin',
      from: 'west',
    });
  });

  it('survives a realignment and a new description of the account', async () => {
    await app.publish(partnerEnrolled, partner(1, 'OR'));
    await app.settle();
    await api.activateModel({ params: await plan('second', [rule('west', ['WA'])]), query: { force: true } });
    expect(await where(1)).toMatchObject({ territoryCode: 'east', by: 'pin', modelCode: 'second' });
    expect(await where(2)).toMatchObject({ status: 'gap' });
  });

  it('keeps a model without its territory from becoming active, unless it is forced', async () => {
    const params = await plan('no east', [rule('west', ['WA', 'OR', 'MA', 'XX'])], ['west']);
    await expect(api.activateModel({ params })).rejects.toMatchObject({
      code: 'MODEL_HAS_CONFLICTS',
      details: { errors: [{ pointer: `/accounts/${idOf(1)}`, code: 'dropped_pin' }] },
    });
    await api.activateModel({ params, query: { force: true } });
    expect(await where(1)).toMatchObject({ territoryCode: 'west', by: 'rule' });
    expect((await api.listPins({ query: {} })).items).toMatchObject([{ subjectCode: 'AW1', inForce: false }]);
    const back = await plan('third', [rule('west', ['WA', 'XX', 'OR']), rule('east', ['MA', 'XX'])]);
    await api.activateModel({ params: back, query: { force: true } });
    expect(await where(1)).toMatchObject({ territoryCode: 'east', by: 'pin' });
  });

  it('gives the account back to the rules when it is removed', async () => {
    const params = { subjectId: idOf(1) };
    await api.removePin({ params });
    expect(await where(1)).toMatchObject({ territoryCode: 'west', by: 'rule', ruleCode: 'west' });
    await expect(api.removePin({ params })).rejects.toMatchObject({ code: 'PIN_NOT_FOUND' });
  });

  it('needs an account and a territory that are there', async () => {
    const body = { territoryCode: 'east', reason: 'Why not' };
    await expect(api.putPin({ params: { subjectId: idOf(99) }, body })).rejects.toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
    });
    const nowhere = { ...body, territoryCode: 'atlantis' };
    await expect(api.putPin({ params: { subjectId: idOf(2) }, body: nowhere })).rejects.toMatchObject({
      code: 'TERRITORY_NOT_FOUND',
      details: { errors: [{ pointer: '/body/territoryCode', code: 'unknown_territory' }] },
    });
  });

  it('is for a lead to set within the own territory, and not beyond it', async () => {
    const lead = app.client(territoryApi, {
      grants: [{ role: 'lead', within: { kind: 'territory', id: 'west' } }],
    });
    const pinTo = (number: number, territoryCode: string) =>
      lead.putPin({ params: { subjectId: idOf(number) }, body: { territoryCode, reason: 'Mine' } });
    expect(await pinTo(1, 'west')).toMatchObject({ territoryCode: 'west', inForce: true });
    await expect(pinTo(1, 'east')).rejects.toMatchObject({ status: 403 });
    await expect(pinTo(2, 'west')).rejects.toMatchObject({ code: 'SUBJECT_NOT_FOUND' });
    expect(await where(1)).toMatchObject({ territoryCode: 'west', by: 'pin' });
    await lead.removePin({ params: { subjectId: idOf(1) } });
  });
});

describe('the conflict queue', () => {
  it('lists accounts with the rules that contend for them, page by page', async () => {
    const first = await api.listConflicts({ query: { limit: 1 } });
    expect(first.items).toEqual([
      {
        subjectId: idOf(3),
        subjectCode: 'AW3',
        contenders: [
          { ruleCode: 'east', territoryCode: 'east', territoryName: 'EAST' },
          { ruleCode: 'west', territoryCode: 'west', territoryName: 'WEST' },
        ],
      },
    ]);
    const second = await api.listConflicts({ query: { limit: 1, cursor: first.next! } });
    expect(second).toMatchObject({ items: [{ subjectCode: 'AW4' }], next: null });
  });

  it('gets shorter when a person decides, and the decision outlives the model', async () => {
    const params = { subjectId: idOf(3) };
    const body = { ruleCode: 'west', reason: 'Was there first' };
    expect(await api.settleConflict({ params, body })).toMatchObject({ territoryCode: 'west', by: 'pin' });
    expect((await api.listConflicts({ query: {} })).items).toMatchObject([{ subjectCode: 'AW4' }]);
    const again = await plan('fourth', [rule('west', ['WA', 'XX']), rule('east', ['MA', 'XX'])]);
    await api.activateModel({ params: again, query: { force: true } });
    expect(await where(3)).toMatchObject({ territoryCode: 'west', by: 'pin', modelCode: 'fourth' });
  });

  it('takes no decision for a rule that does not contend, nor where there is no conflict', async () => {
    const body = { ruleCode: 'north', reason: 'Why not' };
    await expect(api.settleConflict({ params: { subjectId: idOf(4) }, body })).rejects.toMatchObject({
      code: 'NOT_A_CONTENDER',
    });
    await expect(api.settleConflict({ params: { subjectId: idOf(2) }, body })).rejects.toMatchObject({
      code: 'NOT_IN_CONFLICT',
    });
  });
});

function clientOf(host: TestHost) {
  return host.client(territoryApi);
}

async function plan(code: string, rules: readonly RuleLine[], regions = ['west', 'east']) {
  const { modelId } = await api.createModel({ body: { code, name: code, levels: ['region'] } });
  const body = regions.map((region) => ({ code: region, name: region.toUpperCase() }));
  await api.addTerritories({ params: { modelId }, body });
  await api.addRules({ params: { modelId }, body: rules });
  return { modelId };
}

function where(number: number) {
  return api.getAssignment({ params: { subjectId: idOf(number) } });
}

/** A rule of the territory of the same code. */
function rule(code: string, values: string[]): RuleLine {
  return {
    code,
    territoryCode: code,
    priority: 1,
    condition: { attribute: 'geo.province', op: 'in', values },
  };
}

function idOf(number: number): string {
  return `0198c0de-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

function partner(number: number, province: string): DataOf<typeof partnerEnrolled> {
  return {
    partnerId: idOf(number),
    code: `AW${number}`,
    externalId: null,
    name: `Partner ${number}`,
    type: 'dealer',
    address: { country: 'US', province, city: 'Somewhere' },
  };
}
