import { partnerEnrolled } from '@quyu/partner-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { type AlignmentDraft, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGroup } from '../divisions/divisions.js';
import { openShippedDivisions } from '../divisions/shipped-divisions.js';
import { territory } from '../plugin.js';

let app: TestHost;
const api = () => app.client(territoryApi);
const shipped = openShippedDivisions();

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory] });
});
afterAll(() => app?.stop());

/** China's cities: potential is how many urban subdistricts they have, workload how many units of that level at all. */
function chinaCities(): AlignmentDraft['units'] {
  const touching = new Set(shipped.cityAdjacency().flat());
  const cities = [...shipped.upper().values()].filter(({ code }) => touching.has(code));
  const streets = [...shipped.all().values()].filter(({ level }) => level === 'street');
  return cities.map(({ code, name, prefix }) => {
    const inside = streets.filter((street) => street.code.startsWith(prefix));
    const urban = inside.filter((street) => street.name.endsWith('街道'));
    return { code, name, potential: urban.length, workload: inside.length };
  });
}

describe("China's cities", () => {
  const draft = {
    modelCode: 'balanced',
    modelName: '全国均衡',
    territories: 20,
    touching: 'china-cities',
    seed: 5,
  } as const;
  let modelId: string;

  it('are all there but the few that touch nothing', () => {
    const units = chinaCities();
    expect(units).toHaveLength(363);
    expect(units.every(({ code }) => !isGroup(shipped.upper().get(code)!))).toBe(true);
  });

  it('become 20 balanced territories that are a planning model', async () => {
    const started = await api().startAlignment({ body: { ...draft, units: chinaCities() } });
    modelId = started.modelId;
    await app.finishJob('territory', started.jobId);
    const params = { alignmentId: started.alignmentId };
    const { quality, units, territories } = await api().getAlignment({ params });
    expect([units, territories]).toEqual([363, 20]);
    for (const { imbalanceBp, lowestPossibleBp } of quality!.measures) {
      expect(imbalanceBp).toBeGreaterThanOrEqual(lowestPossibleBp);
      expect(imbalanceBp).toBeLessThanOrEqual(quality!.initialImbalanceBp);
    }
    const { items } = await api().listAlignedTerritories({ params, query: { limit: 50 } });
    expect(items.flatMap(({ unitCodes }) => unitCodes)).toHaveLength(363);
    expect(await api().getModel({ params: { modelId } })).toMatchObject({ status: 'planning', version: 2 });
  });

  it('take their accounts when the model is activated', async () => {
    await api().activateModel({ params: { modelId } });
    const address = { country: 'CN', province: '北京市', city: '北京市', street: '朝阳区建国路 1 号' };
    const partnerId = '0198c0de-0000-7000-8000-000000000001';
    await app.publish(partnerEnrolled, {
      partnerId,
      code: 'JXS-1',
      externalId: null,
      name: '经销商',
      type: 'dealer',
      address,
    });
    await app.settle();
    expect(await api().getAssignment({ params: { subjectId: partnerId } })).toMatchObject({
      status: 'assigned',
    });
  });

  it('are refused in parts that do not touch, for a taken code, an unknown attribute or a negative weight', async () => {
    const units = chinaCities();
    const apart = units.filter(({ code }) => /^(11|44)/.test(code));
    const start = (change: Partial<AlignmentDraft>) =>
      api().startAlignment({ body: { ...draft, modelCode: 'other', units, ...change } });
    const wrong = (pointer: string) => ({ code: 'INVALID_REQUEST', details: { errors: [{ pointer }] } });
    await expect(start({ units: apart })).rejects.toMatchObject(wrong('/body/units/1'));
    await expect(start({ attribute: 'geo.nowhere' })).rejects.toMatchObject(wrong('/body/attribute'));
    await expect(start({ units: [{ ...units[0]!, workload: -1 }] })).rejects.toMatchObject(
      wrong('/body/units/0/workload'),
    );
    await expect(start({ modelCode: 'balanced' })).rejects.toMatchObject({ code: 'MODEL_CODE_TAKEN' });
  });

  it('have no alignment that nobody asked for', async () => {
    const params = { alignmentId: '0198c0de-0000-7000-8000-000000000009' };
    await expect(api().getAlignment({ params })).rejects.toMatchObject({ code: 'ALIGNMENT_NOT_FOUND' });
  });
});
