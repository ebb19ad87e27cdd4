import { partnerEnrolled } from '@quyu/partner-contracts';
import { territory } from '@quyu/territory';
import { territoryApi } from '@quyu/territory-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postalZone } from './postal-zone.js';

let app: TestHost;
beforeAll(async () => {
  app = await startTestHost({ plugins: [territory], modules: [postalZone] });
});
afterAll(() => app.stop());

it('partners are assigned by the zone of their postal code', async () => {
  const api = app.client(territoryApi);
  const { modelId } = await api.createModel({ body: { code: 'zones', name: 'Zones', levels: ['zone'] } });
  const params = { modelId };
  await api.addTerritories({ params, body: [{ code: 'zj', name: '浙江' }] });
  const condition = { attribute: 'zone.postal', op: 'in', values: ['CN-31', 'CN-32'] } as const;
  await api.addRules({ params, body: [{ code: 'zj', territoryCode: 'zj', priority: 1, condition }] });
  await api.activateModel({ params });
  const subjectId = '0198c0de-0000-7000-8000-0000000000a2';
  await app.publish(partnerEnrolled, {
    partnerId: subjectId,
    code: 'JXS-0571-003',
    externalId: null,
    name: '杭州西湖自行车有限公司',
    type: 'distributor',
    address: { country: 'CN', province: '浙江省', city: '杭州市', postalCode: '310013' },
  });
  await app.settle();
  expect(await api.getAssignment({ params: { subjectId } })).toMatchObject({
    territoryCode: 'zj',
    attributes: { 'zone.postal': 'CN-31' },
  });
  const elsewhere = { 'geo.country': 'CN', 'geo.postal': '100000' };
  expect(await api.explainSubject({ params, body: { attributes: elsewhere } })).toMatchObject({
    status: 'gap',
    nearest: [{ failed: [{ attribute: 'zone.postal', actual: 'CN-10' }] }],
  });
});
