import { partnerEnrolled } from '@quyu/partner-contracts';
import { contribute, type DataOf, defineModule } from '@quyu/plugin-kit';
import { startTestHost, type TestHost } from '@quyu/testkit';
import {
  accountAssigned,
  accountUnassigned,
  modelActivated,
  type RuleLine,
  territoryApi,
  territoryErrors,
} from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territoryDimension } from '../extension-points.js';
import { territory } from '../plugin.js';

/** A module as anybody could write it: rules may divide the market by the first letter of a partner's name. */
const byInitial = defineModule({
  id: 'by-initial',
  kit: '^1.0.0',
  contributes: [
    contribute(territoryDimension, {
      name: 'initial',
      attributes: ['initial.letter'],
      derive: ({ name }) => ({ 'initial.letter': name.slice(0, 1) }),
    }),
  ],
});

let app: TestHost;
let api: ReturnType<typeof clientOf>;

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory], modules: [byInitial] });
  api = clientOf(app);
});
afterAll(() => app.stop());

describe('assigning partners', () => {
  const seattle = partner(1, 'WA');
  const boston = partner(2, 'MA');

  it('knows nothing of a partner before it is enrolled', async () => {
    await expect(api.getAssignment({ params: { subjectId: seattle.partnerId } })).rejects.toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
      status: territoryErrors.SUBJECT_NOT_FOUND.status,
    });
  });

  it('assigns nobody while no model is active', async () => {
    await app.publish(partnerEnrolled, seattle);
    await app.settle();
    await expect(api.getAssignment({ params: { subjectId: seattle.partnerId } })).rejects.toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
    });
    expect(await api.countAssignments({})).toEqual({ territories: [], gaps: 0, conflicts: 0 });
  });

  it('assigns the partners it knows when a model is activated', async () => {
    const rules = [rule('west-by-state', 'west', ['WA', 'CA']), rule('north-by-state', 'north', ['ND'])];
    const modelId = await plan('first', rules);
    const model = await api.activateModel({ params: { modelId } });
    await app.settle();
    expect(model).toMatchObject({ status: 'active', code: 'first' });
    expect((await app.published(modelActivated)).map(({ data }) => data)).toMatchObject([
      { modelId, code: 'first', territories: 4, version: model.version },
    ]);
    expect((await app.published(accountAssigned)).map(({ data }) => data)).toEqual([
      {
        subjectId: seattle.partnerId,
        subjectCode: 'AW1',
        modelCode: 'first',
        territoryCode: 'west',
        territoryName: 'WEST',
        path: ['us', 'west'],
        ruleCode: 'west-by-state',
        by: 'rule',
        from: null,
      },
    ]);
  });

  it('assigns a partner that arrives, and says so when nothing fits', async () => {
    await app.publish(partnerEnrolled, partner(3, 'CA'), boston);
    await app.settle();
    expect(await territoriesAssigned()).toEqual(['west', 'west']);
    expect((await app.published(accountUnassigned)).map(({ data }) => data)).toEqual([
      {
        subjectId: boston.partnerId,
        subjectCode: 'AW2',
        modelCode: 'first',
        reason: 'gap',
        contenders: [],
        from: null,
      },
    ]);
  });

  it('says nothing new of a partner that is enrolled again as it was', async () => {
    await app.publish(partnerEnrolled, boston, seattle);
    await app.settle();
    expect(await app.published(accountAssigned)).toHaveLength(2);
    expect(await app.published(accountUnassigned)).toHaveLength(1);
  });

  it('moves a partner that has moved', async () => {
    await app.publish(partnerEnrolled, { ...boston, address: { ...boston.address, province: 'ND' } });
    await app.settle();
    expect(await territoriesAssigned()).toEqual(['west', 'west', 'north']);
  });

  it('explains where a partner is', async () => {
    expect(await api.getAssignment({ params: { subjectId: seattle.partnerId } })).toEqual({
      subjectId: seattle.partnerId,
      subjectCode: 'AW1',
      status: 'assigned',
      territoryCode: 'west',
      territoryName: 'WEST',
      ruleCode: 'west-by-state',
      by: 'rule',
      contenders: [],
      modelCode: 'first',
      attributes: {
        'geo.country': 'US',
        'geo.province': 'WA',
        'geo.city': 'Somewhere',
        'partner.type': 'dealer',
        'initial.letter': 'P',
      },
    });
  });

  it('counts the partners of every leaf, the empty ones too', async () => {
    expect(await api.countAssignments({})).toEqual({
      territories: [
        { code: 'east', name: 'EAST', subjects: 0 },
        { code: 'north', name: 'NORTH', subjects: 1 },
        { code: 'west', name: 'WEST', subjects: 2 },
      ],
      gaps: 0,
      conflicts: 0,
    });
  });

  it('lists by territory with all below it, by status, and page by page', async () => {
    const inWest = await api.listAssignments({ query: { territoryCode: 'west' } });
    expect(inWest.items.map(({ subjectCode }) => subjectCode)).toEqual(['AW1', 'AW3']);
    const inUs = await api.listAssignments({ query: { territoryCode: 'us', limit: 2 } });
    expect(inUs.items).toHaveLength(2);
    const rest = await api.listAssignments({ query: { territoryCode: 'us', cursor: inUs.next! } });
    expect(rest).toMatchObject({ items: [{ subjectCode: 'AW3' }], next: null });
    expect(await api.listAssignments({ query: { status: 'gap' } })).toEqual({ items: [], next: null });
  });

  it('announces only what another model changes, and archives the one before', async () => {
    const before = await app.published(accountAssigned);
    const rules = [
      rule('west-by-state', 'west', ['WA', 'CA']),
      rule('north-by-state', 'north', ['ND']),
      rule('east-by-state', 'east', ['ND']),
    ];
    const modelId = await plan('second', rules);
    await expect(api.activateModel({ params: { modelId } })).rejects.toMatchObject({
      code: 'MODEL_HAS_CONFLICTS',
      details: { errors: [{ pointer: `/accounts/${boston.partnerId}`, code: 'conflict' }] },
    });
    await api.activateModel({ params: { modelId }, query: { force: true } });
    await app.settle();
    expect(await app.published(accountAssigned)).toEqual(before);
    expect((await app.published(accountUnassigned)).at(-1)?.data).toMatchObject({
      subjectCode: 'AW2',
      modelCode: 'second',
      reason: 'conflict',
      contenders: ['east-by-state', 'north-by-state'],
    });
    const { items } = await api.listModels({ query: {} });
    expect(items.map(({ code, status }) => [code, status])).toEqual([
      ['first', 'archived'],
      ['second', 'active'],
    ]);
    const { modelCode } = await api.getAssignment({ params: { subjectId: seattle.partnerId } });
    expect(modelCode).toBe('second');
  });

  it('divides by a dimension that a module has added', async () => {
    const condition = { attribute: 'initial.letter', op: 'eq', value: 'P' } as const;
    const modelId = await plan('third', [{ code: 'p', territoryCode: 'north', priority: 1, condition }]);
    await api.activateModel({ params: { modelId } });
    expect((await api.countAssignments({})).territories).toContainEqual({
      code: 'north',
      name: 'NORTH',
      subjects: 3,
    });
  });

  it('refuses a cursor of another list', async () => {
    const { next } = await api.listModels({ query: { limit: 1 } });
    await expect(api.listAssignments({ query: { cursor: next! } })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });
});

describe('an activation while partners arrive', () => {
  it('leaves nobody where the model before had put them', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const target = round % 2 === 0 ? 'east' : 'west';
      const modelId = await plan(`race-${round}`, [rule('all', target, ['XX'])]);
      const arrivals = Array.from({ length: 60 }, (_, index) => partner(round * 1000 + index, 'XX'));
      const publishing = app.publish(partnerEnrolled, ...arrivals);
      await api.activateModel({ params: { modelId } });
      await publishing;
      await app.settle();
      const { rows } = await app.db('territory').query(
        `select count(*)::int as total,
          count(*) filter (where a.model_id = $1 and a.territory_code = $2)::int as right
         from subject s left join assignment a using (subject_id) where s.attributes->>'geo.province' = 'XX'`,
        [modelId, target],
      );
      expect(rows).toEqual([{ total: round * 60, right: round * 60 }]);
    }
  });
});

function clientOf(host: TestHost) {
  return host.client(territoryApi);
}

async function plan(code: string, rules: readonly RuleLine[]): Promise<string> {
  const { modelId } = await api.createModel({ body: { code, name: code, levels: ['country', 'region'] } });
  const regions = ['west', 'north', 'east'].map((region) => ({
    code: region,
    name: region.toUpperCase(),
    parentCode: 'us',
  }));
  await api.addTerritories({ params: { modelId }, body: [{ code: 'us', name: 'US' }, ...regions] });
  await api.addRules({ params: { modelId }, body: rules });
  return modelId;
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

async function territoriesAssigned(): Promise<readonly string[]> {
  return (await app.published(accountAssigned)).map(({ data }) => data.territoryCode);
}
