import { startTestHost, type TestHost } from '@quyu/testkit';
import { territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { territory } from '../plugin.js';
import { openChina } from '../testing/china-market.js';
import { plannerOf } from '../testing/planner.js';

const roles = { lead: { title: { en: 'Lead', zh: '负责人' }, permissions: ['*'] } };

let app: TestHost;
let planner: ReturnType<typeof plannerOf>;
let target: { readonly targetId: string };
beforeAll(async () => {
  app = await startTestHost({ plugins: [territory], roles });
  await openChina(app);
  planner = plannerOf(app);
  target = await planner.draft('plan', '100');
  await planner.cascade(target, { territoryCode: 'cn', method: 'equal' });
  await planner.issue(target, 'boss');
});
afterAll(() => app.stop());

/** Who leads a part of the market, and no more. */
const leadOf = (id: string) =>
  app.client(territoryApi, {
    subject: `lead-${id}`,
    grants: [{ role: 'lead', within: { kind: 'territory', id } }],
  });
const now = async () => ({
  params: target,
  ifMatch: (await app.client(territoryApi).getTarget({ params: target })).version,
});

it('who leads a province sees its part of a target, divides it and hands it on', async () => {
  const lead = leadOf('zj');
  expect(await lead.getTarget({ params: target })).toMatchObject({ nodes: { issued: 1, draft: 0 } });
  const body = { territoryCode: 'zj', method: 'equal' as const };
  expect(await lead.cascadeTarget({ ...(await now()), body })).toMatchObject({
    nodes: { issued: 1, draft: 3 },
  });
  expect(await lead.issueTarget({ ...(await now()), body: {} })).toMatchObject({ nodes: { issued: 4 } });
  const { items } = await lead.listTargetNodes({ params: target });
  expect(items.map(({ territoryCode, amount }) => `${territoryCode} ${amount.amount}`)).toEqual([
    'hz 17', 'nb 17', 'wz 16', 'zj 50',
  ]); // prettier-ignore
});

it('but does not set what comes from above, nor what is beside', async () => {
  const lead = leadOf('zj');
  const adjust = async (territoryCode: string) =>
    lead.adjustTarget({ ...(await now()), body: { amounts: [{ territoryCode, amount: '1' }] } });
  await expect(adjust('zj')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(adjust('js')).rejects.toMatchObject({ details: { errors: [{ code: 'unknown_node' }] } });
  const { nodeId, version } = await planner.node(target, 'js');
  const accept = lead.acceptTarget({ params: { nodeId }, ifMatch: version });
  await expect(accept).rejects.toMatchObject({ code: 'TARGET_NODE_NOT_FOUND' });
});

it('and accepts it, though they have issued what is below it', async () => {
  const { nodeId, version } = await planner.node(target, 'zj');
  expect(await leadOf('zj').acceptTarget({ params: { nodeId }, ifMatch: version })).toMatchObject({
    status: 'accepted', parentCode: 'cn',
  }); // prettier-ignore
});

it('whoever has nothing to do with a target does not find it', async () => {
  const other = await planner.draft('other', '5');
  await expect(leadOf('zj').getTarget({ params: other })).rejects.toMatchObject({ code: 'TARGET_NOT_FOUND' });
});

it('who leads a province drafts a target and keeps a profile of their own, and none of another', async () => {
  const lead = leadOf('js');
  const draft = (territoryCode: string) =>
    lead.draftTarget({
      body: { code: `own-${territoryCode}`, name: 'n', territoryCode, period: '2027', amount: { amount: '7', currency: 'CNY' } },
    }); // prettier-ignore
  expect(await draft('js')).toMatchObject({ nodes: { draft: 1 } });
  await expect(draft('zj')).rejects.toMatchObject({ status: 403 });
  const market = { growthBp: 0, competitors: [], habits: [], policyNotes: '', validFrom: '2027-01-01' };
  const record = (territoryCode: string) =>
    lead.addProfile({ body: { territoryCode, capacity: { amount: '1', currency: 'CNY' }, ...market } });
  expect(await record('nj')).toMatchObject({ territoryCode: 'nj' });
  await expect(record('zj')).rejects.toMatchObject({ status: 403 });
});
