import { partnerApi, type PartnerProfile, partnerScreened } from '@quyu/partner-contracts';
import { contribute, defineModule } from '@quyu/plugin-kit';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screeningCheck } from '../extension-points.js';
import { partner } from '../plugin.js';

/** A module as anybody could write it: whoever cannot be called is looked at by a person. */
const phoneScreening = defineModule({
  id: 'phone-screening',
  kit: '^1.0.0',
  contributes: [
    contribute(screeningCheck, {
      code: 'phone',
      check: ({ phone }) => phone !== undefined || 'there is no phone number',
    }),
  ],
});

const silent: PartnerProfile = {
  code: 'AW1',
  name: 'A Bike Store',
  type: 'dealer',
  address: { country: 'US', province: 'WA', city: 'Seattle' },
  employees: 60,
};

let app: TestHost;

beforeAll(async () => {
  app = await startTestHost({ plugins: [partner], modules: [phoneScreening] });
  const indicators = [{ fact: 'employees' as const, bands: [{ from: 0, points: 10 }] }];
  await app.client(partnerApi).putScreeningPolicy({
    params: { code: 'anybody' },
    body: { asOfYear: 2020, passMark: 10, indicators },
  });
});
afterAll(() => app.stop());

describe('a screening check from a module', () => {
  it('holds a partner that fails it, whatever its score, and says why', async () => {
    const held = await app.client(partnerApi).enrolPartner({ body: silent });
    expect(held).toMatchObject({
      status: 'review',
      screening: { score: 10, failedChecks: [{ code: 'phone', reason: 'there is no phone number' }] },
    });
    await app.settle();
    expect((await app.published(partnerScreened)).map(({ data }) => data)).toMatchObject([
      { outcome: 'review', screening: held.screening },
    ]);
  });

  it('lets a partner pass that meets it', async () => {
    const body = { ...silent, code: 'AW2', phone: '206-555-0100' };
    expect(await app.client(partnerApi).enrolPartner({ body })).toMatchObject({ status: 'approved' });
  });

  it('counts again when the profile changes', async () => {
    const body = [{ ...silent, phone: '206-555-0100' }];
    await app.client(partnerApi).enrolPartners({ body });
    expect(await app.client(partnerApi).countPartners({})).toEqual({ approved: 2, review: 0, declined: 0 });
  });
});
