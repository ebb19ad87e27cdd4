import { partnerScored } from '@quyu/feedback-contracts';
import {
  partnerApi,
  partnerEnrolled,
  type PartnerProfile,
  partnerScreened,
  reviewDecided,
} from '@quyu/partner-contracts';
import { platformApi } from '@quyu/plugin-kit';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { accountAssigned, accountUnassigned } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partner } from '../plugin.js';

const NOBODY = '0198c0de-0000-7000-8000-00000000dead';
const large: PartnerProfile = {
  code: 'AW1',
  externalId: '1',
  name: 'A Bike Store',
  type: 'dealer',
  address: { country: 'US', province: 'WA', city: 'Seattle', postalCode: '98104' },
  phone: '206-555-0100',
  annualSales: { amount: '999999999999999999', currency: 'USD' },
  employees: 60,
  openedYear: 1990,
};
const small: PartnerProfile = { ...large, code: 'AW2', externalId: '2', employees: 2 };

let app: TestHost;
let api: ReturnType<typeof clientOf>;

beforeAll(async () => {
  app = await startTestHost({ plugins: [partner] });
  api = clientOf(app);
});
afterAll(() => app.stop());

describe('before a policy is set', () => {
  it('nobody can be enrolled', async () => {
    const refused = { code: 'NO_SCREENING_POLICY', status: 409 };
    await expect(api.enrolPartner({ body: large })).rejects.toMatchObject(refused);
    await expect(api.enrolPartners({ body: [] })).rejects.toMatchObject(refused);
    await expect(api.getScreeningPolicy({})).rejects.toMatchObject(refused);
  });
});

describe('enrolling one partner', () => {
  beforeAll(() => setPassMark(30));

  it('screens it, and tells', async () => {
    const enrolled = await api.enrolPartner({ body: large });
    expect(enrolled).toMatchObject({ status: 'approved', version: 1, territoryCode: null, grade: null });
    expect(enrolled.screening).toMatchObject({ policyCode: 'size', score: 30, failedChecks: [] });
    await app.settle();
    const { code, externalId, name, type, address } = large;
    const announced = { partnerId: enrolled.partnerId, code, externalId, name, type, address };
    expect((await app.published(partnerEnrolled)).map(({ data }) => data)).toEqual([announced]);
    expect((await app.published(partnerScreened)).map(({ data }) => data)).toEqual([
      { partnerId: enrolled.partnerId, code, outcome: 'approved', screening: enrolled.screening },
    ]);
    expect(await api.getPartner({ params: enrolled })).toEqual(enrolled);
  });

  it('takes the same profile again as nothing new', async () => {
    const again = await api.enrolPartner({ body: large });
    expect(again.version).toBe(1);
    await app.settle();
    expect(await app.published(partnerEnrolled)).toHaveLength(1);
  });

  it('refuses another profile under the same code', async () => {
    await expect(api.enrolPartner({ body: { ...large, name: 'B' } })).rejects.toMatchObject({
      code: 'PARTNER_CODE_TAKEN',
      details: { errors: [expect.objectContaining({ pointer: '/body/code' })] },
    });
  });

  it('refuses an external id that another partner has', async () => {
    await expect(api.enrolPartner({ body: { ...large, code: 'AW9' } })).rejects.toMatchObject({
      code: 'PARTNER_EXTERNAL_ID_TAKEN',
      details: { errors: [expect.objectContaining({ pointer: '/body/externalId' })] },
    });
  });

  it('enrols it once when it is sent many times at once', async () => {
    const body = { ...large, code: 'AW-many', externalId: 'many' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => api.enrolPartner({ body })));
    expect(new Set(answers.map(({ partnerId }) => partnerId)).size).toBe(1);
    await app.settle();
    const told = (await app.published(partnerEnrolled)).filter(({ data }) => data.code === 'AW-many');
    expect(told).toHaveLength(1);
  });

  it('has nothing at an unknown id', async () => {
    await expect(api.getPartner({ params: { partnerId: NOBODY } })).rejects.toMatchObject({
      code: 'PARTNER_NOT_FOUND',
      status: 404,
    });
  });
});

describe('deciding on a partner that is held', () => {
  const decision = { decision: 'approve', reason: 'Long-standing customer' } as const;

  it('needs the version that was read', async () => {
    const held = await api.enrolPartner({ body: small });
    expect(held.status).toBe('review');
    const other = app.client(partnerApi, { subject: 'other' });
    await expect(other.decideReview({ params: held, ifMatch: 7, body: decision })).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
    });
    await expect(other.decideReview({ params: held, body: decision })).rejects.toMatchObject({
      code: 'VERSION_REQUIRED',
    });
  });

  it('is for somebody else than who enrolled it, alone or with many, whatever their rights', async () => {
    const clerk = app.client(partnerApi, { subject: 'clerk' });
    const many = { ...small, code: 'AW-bulk', externalId: 'bulk' };
    const alone = await clerk.enrolPartner({ body: { ...small, code: 'AW-alone', externalId: 'alone' } });
    await clerk.enrolPartners({ body: [many] });
    const { items } = await clerk.listPartners({ query: { limit: 200 } });
    for (const held of [alone, items.find(({ code }) => code === many.code)!]) {
      const call = { params: held, ifMatch: 1, body: decision };
      await expect(clerk.decideReview(call)).rejects.toMatchObject({
        code: 'SEPARATION_OF_DUTIES',
        status: 403,
        message: expect.stringMatching(/you did partner.enrolPartners? to it/),
      });
      await app.client(partnerApi, { subject: 'lead' }).decideReview(call);
    }
  });

  it('approves it once, and tells who did', async () => {
    const { items } = await api.listPartners({ query: { status: 'review' } });
    const held = items.find(({ code }) => code === small.code)!;
    const lead = app.client(partnerApi, { subject: 'region-lead', permissions: ['partner:approve'] });
    const call = { params: held, ifMatch: held.version, body: decision };
    const decided = await lead.decideReview(call);
    expect(decided).toMatchObject({ status: 'approved', version: held.version + 1 });
    await expect(lead.decideReview(call)).rejects.toMatchObject({ code: 'VERSION_MISMATCH' });
    const later = { ...call, ifMatch: decided.version };
    await expect(lead.decideReview(later)).rejects.toMatchObject({ code: 'PARTNER_NOT_IN_REVIEW' });
    await app.settle();
    expect((await app.published(reviewDecided)).map(({ data }) => data)).toContainEqual({
      partnerId: held.partnerId,
      code: held.code,
      ...decision,
      decidedBy: 'region-lead',
    });
  });

  it('is stronger than a later screening', async () => {
    expect(await api.enrolPartners({ body: [{ ...small, name: 'Another name' }] })).toMatchObject({
      created: 1,
    });
    const { items } = await api.listPartners({ query: { limit: 200 } });
    expect(items.find(({ code }) => code === small.code)).toMatchObject({ status: 'approved', version: 3 });
  });

  it('needs a partner and the permission', async () => {
    const call = { params: { partnerId: NOBODY }, ifMatch: 1, body: decision };
    await expect(api.decideReview(call)).rejects.toMatchObject({ code: 'PARTNER_NOT_FOUND' });
    const clerk = app.client(partnerApi, { permissions: ['partner:write'] });
    await expect(clerk.decideReview(call)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('what other services find out about a partner', () => {
  let known: { readonly partnerId: string; readonly version: number };
  const assigned = accountAssigned.examples[0]!;
  const scored = partnerScored.examples[0]!;

  beforeAll(async () => {
    known = await api.enrolPartner({ body: { ...large, code: 'AW-known', externalId: 'known' } });
  });

  it('is its territory, until it has none', async () => {
    await app.publish(accountAssigned, { ...assigned, subjectId: known.partnerId });
    await app.settle();
    expect(await find()).toMatchObject({ territoryCode: 'northwest', territoryName: 'Northwest' });
    const { items } = await api.listPartners({ query: { territoryCode: 'northwest' } });
    expect(items.map(({ partnerId }) => partnerId)).toEqual([known.partnerId]);
    const unassigned = { ...accountUnassigned.examples[0]!, subjectId: known.partnerId };
    await app.publish(accountUnassigned, unassigned);
    await app.settle();
    expect(await find()).toMatchObject({ territoryCode: null, territoryName: null });
  });

  it('is its grade of the latest year', async () => {
    const of = (year: number, grade: string) => ({ ...scored, partnerId: known.partnerId, year, grade });
    await app.publish(partnerScored, of(2019, 'A'), of(2018, 'D'));
    await app.settle();
    expect(await find()).toMatchObject({ grade: 'A' });
    await app.publish(partnerScored, of(2019, 'B'));
    await app.settle();
    expect(await find()).toMatchObject({ grade: 'B' });
    await app.publish(partnerScored, of(2018, 'C'));
    await app.settle();
    expect(await find()).toMatchObject({ grade: 'B' });
  });

  it('is not what an out-of-date event says', async () => {
    await app
      .db('partner')
      .query('update partner set territory_version = 99 where partner_id = $1', [known.partnerId]);
    await app.publish(accountAssigned, { ...assigned, subjectId: known.partnerId });
    await app.settle();
    expect(await find()).toMatchObject({ territoryCode: null });
  });

  it('survives a change of its profile, and does not change its version', async () => {
    expect(await find()).toMatchObject({ version: known.version });
    await api.enrolPartners({ body: [{ ...large, code: 'AW-known', externalId: 'known', name: 'B' }] });
    expect(await find()).toMatchObject({ name: 'B', grade: 'B', version: known.version + 1 });
  });

  it('is passed over when the partner is not known', async () => {
    await app.publish(accountAssigned, { ...assigned, subjectId: NOBODY });
    await app.settle();
    expect(await app.client(platformApi('partner')).getBusStatus({})).toMatchObject({ deadLetters: 0 });
  });

  function find() {
    return api.getPartner({ params: { partnerId: known.partnerId } });
  }
});

function clientOf(host: TestHost) {
  return host.client(partnerApi);
}

function setPassMark(passMark: number) {
  const bands = [
    { from: 0, points: 10 },
    { from: 50, points: 30 },
  ];
  const body = { asOfYear: 2020, passMark, indicators: [{ fact: 'employees' as const, bands }] };
  return api.putScreeningPolicy({ params: { code: 'size' }, body });
}
