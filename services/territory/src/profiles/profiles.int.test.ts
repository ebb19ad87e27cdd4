import { startTestHost, type TestHost } from '@quyu/testkit';
import { type ProfileDraft, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';
import { openChina } from '../testing/china-market.js';

let app: TestHost;
beforeAll(async () => {
  app = await startTestHost({ plugins: [territory] });
  await openChina(app);
});
afterAll(() => app.stop());

const api = () => app.client(territoryApi);
const draft = (territoryCode: string, validFrom: string, change: Partial<ProfileDraft> = {}): ProfileDraft => ({
  territoryCode, validFrom, capacity: { amount: '1000', currency: 'CNY' }, growthBp: 500, ownShareBp: 1000,
  competitors: [{ name: '甲', shareBp: 5000 }, { name: '乙', shareBp: 3000 }], habits: ['线上比价'], policyNotes: '', ...change,
}); // prettier-ignore

describe('a market profile', () => {
  it('is recorded with the concentration of its market', async () => {
    const profile = await api().addProfile({ body: draft('hz', '2027-01-01', { validTo: '2027-12-31' }) });
    expect(profile).toMatchObject({ version: 1, hhi: 3500, hhiAtMost: 3600, recordedBy: 'test' });
  });

  it('does not overlap another of its territory', async () => {
    await expect(api().addProfile({ body: draft('hz', '2027-12-31') })).rejects.toMatchObject({
      code: 'PROFILE_OVERLAP',
      details: {
        errors: [
          { pointer: '/body/validFrom', message: expect.stringContaining('2027-01-01 to 2027-12-31') },
        ],
      },
    });
    const summary = await api().addProfiles({
      body: [
        draft('hz', '2028-01-01'), draft('hz', '2029-01-01'), draft('nb', '2027-01-01'), draft('no', '2027-01-01'),
        draft('wz', '2027-01-01', { ownShareBp: 2001 }), draft('wz', '2027-01-02', { validTo: '2027-01-01' }),
      ],
    }); // prettier-ignore
    expect(summary).toMatchObject({ created: 2, rejected: 4 });
    expect(summary.rejections.map(({ line, faults }) => `${line} ${faults[0]?.code}`)).toEqual([
      '2 overlapping_dates', '4 unknown_territory', '5 shares_over_whole', '6 end_before_start',
    ]); // prettier-ignore
  });

  it('is recorded once when two do it at the same time', async () => {
    const both = await Promise.allSettled(
      [1, 2].map(() => api().addProfile({ body: draft('nj', '2027-01-01') })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is corrected and ended; what it said before is kept', async () => {
    const { profileId } = await api().addProfile({ body: draft('sz', '2027-01-01') });
    const { territoryCode: _, ...body } = draft('sz', '2027-01-01', {
      growthBp: -100,
      validTo: '2027-06-30',
    });
    const change = { params: { profileId }, ifMatch: 1, body };
    expect(await api().correctProfile(change)).toMatchObject({ version: 2, validTo: '2027-06-30' });
    await expect(api().correctProfile(change)).rejects.toMatchObject({ code: 'VERSION_MISMATCH' });
    const { items } = await api().listProfileVersions({ params: { profileId } });
    expect(items).toMatchObject([{ version: 2, growthBp: -100, replacedAt: null }, { version: 1, growthBp: 500 }]); // prettier-ignore
    await api().addProfile({ body: draft('sz', '2027-07-01') });
    const valid = await api().listProfiles({ query: { territoryCode: 'sz', on: '2027-07-01' } });
    expect(valid.items).toMatchObject([{ validFrom: '2027-07-01' }]);
  });
});

describe('the attractiveness of territories', () => {
  const put = (
    weights: Parameters<ReturnType<typeof api>['putAttractivenessPolicy']>[0]['body']['weights'],
  ) => api().putAttractivenessPolicy({ params: { code: 'standard' }, body: { weights } });

  it('needs weights, which are the whole', async () => {
    await expect(api().rankTerritories({})).rejects.toMatchObject({ code: 'NO_ATTRACTIVENESS_POLICY' });
    await expect(put([{ criterion: 'capacity', weightBp: 9999 }])).rejects.toMatchObject({
      details: { errors: [{ pointer: '/body/weights', code: 'weights_not_whole' }] },
    });
  });

  it('ranks them, and says why', async () => {
    const market = (amount: string, growthBp: number) => ({
      capacity: { amount, currency: 'CNY' },
      growthBp,
    });
    await api().addProfiles({
      body: [
        draft('js', '2030-01-01', market('4000', 0)), draft('zj', '2030-01-01', market('1000', 1000)),
        draft('cn', '2030-01-01', { capacity: { amount: '1', currency: 'USD' } }),
      ],
    }); // prettier-ignore
    const policy = await put([
      { criterion: 'capacity', weightBp: 6000 },
      { criterion: 'growth', weightBp: 4000, bounds: { worst: 0, best: 2000 } },
    ]);
    expect(await api().getAttractivenessPolicy({})).toEqual(policy);
    await expect(api().rankTerritories({ query: { on: '2030-01-01' } })).rejects.toMatchObject({
      code: 'PROFILE_CURRENCY_NEEDED',
    });
    const ranked = await api().rankTerritories({ query: { on: '2030-01-01', parentCode: 'cn', limit: 1 } });
    expect(ranked.items).toMatchObject([
      { rank: 1, territoryCode: 'js', score: '60.0000', parts: [{ value: '4000', normalised: '1.000000' }, { normalised: '0.000000' }] },
    ]); // prettier-ignore
    const query = { on: '2030-01-01', parentCode: 'cn', limit: 1, cursor: ranked.next! };
    expect((await api().rankTerritories({ query })).items).toMatchObject([
      { rank: 2, territoryCode: 'zj', score: '20.0000' },
    ]);
  });
});
