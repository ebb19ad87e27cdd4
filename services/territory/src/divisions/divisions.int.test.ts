import { partnerEnrolled } from '@quyu/partner-contracts';
import type { DataOf } from '@quyu/plugin-kit';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { accountAssigned, type DivisionModelDraft, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';

let app: TestHost;
const api = () => app.client(territoryApi);

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory] });
});
afterAll(() => app?.stop());

describe("China's divisions", () => {
  it('are listed level by level', async () => {
    expect((await api().listDivisions({ query: {} })).items).toHaveLength(34);
    const first = await api().listDivisions({ query: { parentCode: '330100', limit: 10 } });
    const second = await api().listDivisions({
      query: { parentCode: '330100', limit: 10, cursor: first.next! },
    });
    expect([...first.items, ...second.items].map(({ name }) => name)).toContain('西湖区');
    expect([first.items.length, second.items.length, second.next]).toEqual([10, 3, null]);
    expect((await api().listDivisions({ query: { parentCode: '330106' } })).items[0]).toMatchObject({
      level: 'street',
    });
  });

  it('are described one by one, and an unknown code says what of it is known', async () => {
    expect(await api().getDivision({ params: { divisionCode: '330106' } })).toEqual({
      code: '330106', name: '西湖区', englishName: 'Xihu District', level: 'district', parentCode: '330100', prefix: '330106',
    }); // prettier-ignore
    await expect(api().getDivision({ params: { divisionCode: '330199' } })).rejects.toMatchObject({
      code: 'DIVISION_NOT_FOUND',
      details: { detail: expect.stringContaining('杭州市 (330100) is known') },
    });
    await expect(api().getDivision({ params: { divisionCode: '3301' } })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });
});

describe('a model of divisions', () => {
  it('assigns accounts by their addresses: Hangzhou, and Xihu within it', async () => {
    const modelId = await fill({ code: 'zhejiang', depth: 'district', within: ['330000'] });
    await api().activateModel({ params: { modelId } });
    const accounts = [
      account(1, '浙江省', '杭州市', '西湖区文三路 1 号'),
      account(2, 'Zhejiang', 'Hangzhou'),
      account(3, '330000', '330106'),
      account(4, '江苏省', '南京市'),
    ];
    for (const each of accounts) await app.publish(partnerEnrolled, each);
    await app.settle();
    const told = (await app.published(accountAssigned)).map(({ data }) => [
      data.subjectCode,
      data.path.at(-1),
      data.territoryName,
    ]);
    expect(told.toSorted(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([
      ['JXS-1', '330106', '西湖区'],
      ['JXS-2', '330100', '杭州市'],
      ['JXS-3', '330106', '西湖区'],
    ]);
    expect(await api().countAssignments({})).toMatchObject({ gaps: 1, conflicts: 0 });
  });

  it('has all four levels of the country, and Chinese and English names', async () => {
    const modelId = await fill({ code: 'all', depth: 'street', language: 'en' });
    const page = await api().listTerritories({ params: { modelId }, query: { limit: 5 } });
    expect(page.items.map(({ name, level }) => [level, name])).toEqual([
      [2, 'Beijing'],
      [3, 'Beijing Municipal Districts'],
      [4, 'Dongcheng District'],
      [5, 'Donghuamen Subdistrict'],
      [5, 'Jingshan Subdistrict'],
    ]);
    const { rows } = await app
      .db('territory')
      .query<{ territories: string; rules: string }>(
        'select (select count(*) from territory where model_id = $1) as territories, (select count(*) from rule where model_id = $1) as rules',
        [modelId],
      );
    expect(rows).toEqual([{ territories: String(1 + 44_703), rules: '44703' }]);
  });

  it('is refused for units that are unknown or deeper than its levels, and for a code in use', async () => {
    const wrong = { ...draft, code: 'wrong', depth: 'city', within: ['330100', '330199', '330106'] } as const;
    await expect(
      api().createModelFromDivisions({ body: { ...wrong, within: [...wrong.within] } }),
    ).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      details: {
        errors: [
          { pointer: '/body/within/1', code: 'unknown_division' },
          { pointer: '/body/within/2', code: 'too_deep' },
        ],
      },
    });
    await expect(
      api().createModelFromDivisions({ body: { ...draft, code: 'zhejiang' } }),
    ).rejects.toMatchObject({
      code: 'MODEL_CODE_TAKEN',
    });
  });

  it('stays as it is when the job is begun again', async () => {
    const { rows } = await app
      .db('territory')
      .query<{ id: string }>(
        "update job set state = 'queued' where kind = 'fill-model-from-divisions' returning id",
      );
    for (const { id } of rows)
      expect(await app.finishJob('territory', id)).toMatchObject({ result: { filled: false } });
  });
});

const draft: DivisionModelDraft = { code: 'x', name: '全国', depth: 'district', language: 'zh' };

async function fill(choice: Partial<DivisionModelDraft>): Promise<string> {
  const { model, jobId } = await api().createModelFromDivisions({ body: { ...draft, ...choice } });
  await app.finishJob('territory', jobId);
  return model.modelId;
}

function account(n: number, province: string, city: string, street?: string): DataOf<typeof partnerEnrolled> {
  return {
    partnerId: `0198c0de-0000-7000-8000-00000000000${n}`,
    code: `JXS-${n}`,
    externalId: null,
    name: `经销商 ${n}`,
    type: 'dealer',
    address: { country: 'CN', province, city, ...(street === undefined ? {} : { street }) },
  };
}
