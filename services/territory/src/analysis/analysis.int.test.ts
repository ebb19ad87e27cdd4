import { partnerEnrolled } from '@quyu/partner-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { type RuleLine, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';

const seattle = {
  partnerId: '0198c0de-0000-7000-8000-000000000001',
  code: 'AW1',
  externalId: null,
  name: 'A Bike Store',
  type: 'dealer',
  address: { country: 'US', province: 'WA', city: 'Seattle' },
} as const;
const rules: readonly RuleLine[] = [
  inStates('west', 'west', ['WA', 'OR']),
  inStates('east', 'east', ['NY']),
  { ...inStates('dealers', 'east', []), condition: { attribute: 'partner.type', op: 'eq', value: 'dealer' }, priority: 0 },
]; // prettier-ignore

let app: TestHost;
let api: ReturnType<typeof clientOf>;
let modelId: string;

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory] });
  api = clientOf(app);
  ({ modelId } = await api.createModel({ body: { code: 'us', name: 'US', levels: ['region'] } }));
  const body = ['west', 'east'].map((code) => ({ code, name: code }));
  await api.addTerritories({ params: { modelId }, body });
  await api.addRules({ params: { modelId }, body: rules });
});
afterAll(() => app.stop());

describe('the analysis of a model', () => {
  it('finds rules that shadow each other, with a subject for each pair', async () => {
    const found = await api.analyseOverlaps({ params: { modelId }, query: {} });
    expect(found).toMatchObject({
      modelCode: 'us',
      rules: 3,
      complete: true,
      conflicts: [],
      unmatchable: [],
    });
    expect(found.shadowings).toMatchObject([
      {
        rules: [{ ruleCode: 'west' }, { ruleCode: 'dealers' }],
        example: { 'geo.province': 'WA', 'partner.type': 'dealer' },
      },
    ]);
  });

  it('finds the kinds of partners that no rule covers anywhere', async () => {
    const { gaps, complete } = await api.analyseGaps({ params: { modelId }, query: {} });
    expect({ gaps, complete }).toEqual({ gaps: [], complete: true });
    const params = { modelId: await planOf('agents', 'partner.type', 'agent') };
    const agents = await api.analyseGaps({ params, query: { limit: 3 } });
    expect(agents).toMatchObject({ complete: false, gaps: [{ value: 'direct', isWhole: true }, {}, {}] });
  });

  it('knows no analysis of a model that is not there', async () => {
    const params = { modelId: seattle.partnerId };
    await expect(api.analyseOverlaps({ params, query: {} })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
    await expect(api.analyseGaps({ params, query: {} })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});

describe('the explanation', () => {
  it('of a subject that is only described names its rule, and stores nothing', async () => {
    const attributes = { 'geo.province': 'NY', 'segment.age': '30' };
    const explained = await api.explainSubject({ params: { modelId }, body: { attributes } });
    expect(explained).toMatchObject({
      modelCode: 'us',
      status: 'assigned',
      ruleCode: 'east',
      because: 'only',
      attributes: { 'segment.age-band': '25-34' },
    });
    expect(await api.listAssignments({ query: {} })).toMatchObject({ items: [] });
  });

  it('refuses attributes that no dimension has', async () => {
    const body = { attributes: { 'geo.planet': 'Mars' } };
    await expect(api.explainSubject({ params: { modelId }, body })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      details: { errors: [{ pointer: '/body/attributes/geo.planet', code: 'unknown_attribute' }] },
    });
  });

  it('of an account says why it is where it is, and which rules it missed', async () => {
    const params = { subjectId: seattle.partnerId };
    await expect(api.explainAssignment({ params, query: {} })).rejects.toMatchObject({ code: 'SUBJECT_NOT_FOUND' });
    await app.publish(partnerEnrolled, seattle);
    await api.activateModel({ params: { modelId } });
    await app.settle();
    const explained = await api.explainAssignment({ params, query: { nearest: 1 } });
    expect(explained).toMatchObject({ status: 'assigned', territoryCode: 'west', because: 'priority' });
    expect(explained.matched).toMatchObject([{ outcome: 'won' }, { ruleCode: 'dealers', outcome: 'lower-priority' }]);
    expect(explained.nearest).toMatchObject([{ ruleCode: 'east', failed: [{ expected: 'in NY', actual: 'WA' }] }]);
  });
}); // prettier-ignore

function clientOf(host: TestHost) {
  return host.client(territoryApi);
}

async function planOf(code: string, attribute: string, value: string): Promise<string> {
  const planned = await api.createModel({ body: { code, name: code, levels: ['all'] } });
  const params = { modelId: planned.modelId };
  await api.addTerritories({ params, body: [{ code: 'all', name: 'All' }] });
  const rule = {
    code,
    territoryCode: 'all',
    priority: 1,
    condition: { attribute, op: 'eq' as const, value },
  };
  await api.addRules({ params, body: [rule] });
  return planned.modelId;
}

function inStates(code: string, territoryCode: string, values: string[]): RuleLine {
  return { code, territoryCode, priority: 1, condition: { attribute: 'geo.province', op: 'in', values } };
}
