import { partnerApi, type ScreeningPolicyDraft } from '@quyu/partner-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partner } from '../plugin.js';

const draft: ScreeningPolicyDraft = {
  asOfYear: 2020,
  passMark: 10,
  indicators: [{ fact: 'employees', bands: [{ from: 0, points: 10 }] }],
};

let app: TestHost;
let api: ReturnType<typeof clientOf>;

beforeAll(async () => {
  app = await startTestHost({ plugins: [partner] });
  api = clientOf(app);
});
afterAll(() => app.stop());

describe('the policy in force', () => {
  it('is the one that was set last', async () => {
    expect(await put('standard', draft)).toEqual({ code: 'standard', version: 1, ...draft });
    expect(await api.getScreeningPolicy({})).toMatchObject({ code: 'standard', version: 1 });
    await put('strict', { ...draft, passMark: 20 });
    expect(await api.getScreeningPolicy({})).toMatchObject({ code: 'strict', version: 1 });
  });

  it('is the same version when the same content is set again', async () => {
    expect(await put('standard', draft)).toMatchObject({ version: 1 });
    expect(await api.getScreeningPolicy({})).toMatchObject({ code: 'standard', version: 1 });
  });

  it('is the next version when the content changes, and counts for enrolments from then on', async () => {
    const body = {
      code: 'AW1',
      name: 'A Bike Store',
      type: 'dealer',
      address: { country: 'US', province: 'WA', city: 'Seattle' },
      employees: 5,
    } as const;
    const before = await api.enrolPartner({ body });
    expect(await put('standard', { ...draft, passMark: 11 })).toMatchObject({ version: 2 });
    expect(await api.getPartner({ params: before })).toEqual(before);
    const after = await api.enrolPartner({ body: { ...body, code: 'AW2' } });
    expect([before.status, after.status]).toEqual(['approved', 'review']);
    expect(after.screening.policyVersion).toBe(2);
  });

  it('has one version for each content, however many set it at once', async () => {
    const marks = [1, 2, 3, 4, 5, 6];
    const set = await Promise.all(marks.map((passMark) => put('race', { ...draft, passMark })));
    expect(new Set(set.map(({ version }) => version))).toEqual(new Set(marks));
  });

  it('must be sound', async () => {
    const indicators = [{ fact: 'employees' as const, bands: [{ from: 5, points: 1 }] }];
    await expect(put('bad', { ...draft, indicators })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      details: { errors: [{ pointer: '/body/indicators/0/bands', code: 'no_first_band' }] },
    });
    await expect(put('bad', { ...draft, passMark: -1 })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      details: { errors: [expect.objectContaining({ pointer: '/body/passMark' })] },
    });
  });

  it('is set by those who may', async () => {
    const clerk = app.client(partnerApi, { permissions: ['partner:write'] });
    await expect(clerk.putScreeningPolicy({ params: { code: 'mine' }, body: draft })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

function clientOf(host: TestHost) {
  return host.client(partnerApi);
}

function put(code: string, body: ScreeningPolicyDraft) {
  return api.putScreeningPolicy({ params: { code }, body });
}
