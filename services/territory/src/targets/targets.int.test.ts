import { startTestHost, type TestHost } from '@quyu/testkit';
import { targetAccepted, targetIssued, targetObjected, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plannerOf } from '../testing/planner.js';
import { openChina, sell } from '../testing/china-market.js';
import { territory } from '../plugin.js';

let app: TestHost;
let planner: ReturnType<typeof plannerOf>;
beforeAll(async () => {
  app = await startTestHost({ plugins: [territory] });
  await openChina(app, 'nj', 'sz', 'hz', 'nb');
  planner = plannerOf(app);
});
afterAll(() => app.stop());

const as = (subject: string) => app.client(territoryApi, { subject });

describe('a target on its way down', () => {
  it('is divided equally, to the last fen', async () => {
    const target = await planner.draft('equal', '100');
    await planner.cascade(target, { territoryCode: 'cn', method: 'equal', depth: 'all' });
    expect(await planner.amounts(target)).toEqual({
      cn: '100', js: '50', zj: '50', nj: '25', sz: '25', hz: '17', nb: '17', wz: '16',
    }); // prettier-ignore
  });

  it('follows the sales of the same period a year before', async () => {
    await sell(app, { nj: 300, hz: 500, nb: 200 }, '2026-Q1');
    await sell(app, { sz: 9000 }, '2026-Q2');
    await sell(app, { sz: 9000 }, '2026-Q1', 'USD');
    const target = await planner.draft('history', '2000', '2027-Q1');
    await planner.cascade(target, { territoryCode: 'cn', method: 'historical', depth: 'all' });
    expect(await planner.amounts(target)).toEqual({
      cn: '2000', js: '600', zj: '1400', nj: '600', sz: '0', hz: '1000', nb: '400', wz: '0',
    }); // prettier-ignore
  });

  it('is not divided by a history that nobody has', async () => {
    const target = await planner.draft('no-history', '100', '1999');
    const refused = planner.cascade(target, { territoryCode: 'cn', method: 'historical' });
    await expect(refused).rejects.toMatchObject({
      code: 'TARGET_NO_BASIS',
      details: { errors: [{ pointer: '/body/method' }] },
    });
  });

  it('follows the capacity of market profiles, of a province that of its cities', async () => {
    await planner.profile('js', '4000');
    for (const [city, capacity] of [['hz', '3000'], ['nb', '2000'], ['wz', '1000']] as const) await planner.profile(city, capacity); // prettier-ignore
    const target = await planner.draft('potential', '1000');
    await planner.cascade(target, { territoryCode: 'cn', method: 'potential' });
    await planner.cascade(target, { territoryCode: 'zj', method: 'potential' });
    expect(await planner.amounts(target)).toEqual({ cn: '1000', js: '400', zj: '600', hz: '300', nb: '200', wz: '100' }); // prettier-ignore
    await expect(planner.cascade(target, { territoryCode: 'js', method: 'potential' })).rejects.toMatchObject(
      {
        code: 'TARGET_NO_BASIS',
        details: { errors: [{ message: expect.stringContaining('cn/js/nj') }, {}] },
      },
    );
  });

  it('follows manual shares that are the whole, and no others', async () => {
    const target = await planner.draft('manual', '1001');
    const shares = (js: number, zj: number) =>
      [['js', js], ['zj', zj]].map(([territoryCode, shareBp]) => ({ territoryCode: String(territoryCode), shareBp: Number(shareBp) })); // prettier-ignore
    const divide = (js: number, zj: number) =>
      planner.cascade(target, { territoryCode: 'cn', method: 'manual', shares: shares(js, zj) });
    await expect(divide(5000, 5001)).rejects.toMatchObject({
      code: 'TARGET_OVER_ALLOCATED',
      message: expect.stringContaining('cn: the parts come to 10001 of 10000'),
    });
    await expect(divide(5000, 4999)).rejects.toMatchObject({ code: 'TARGET_UNDER_ALLOCATED' });
    await divide(3333, 6667);
    expect(await planner.amounts(target)).toEqual({ cn: '1001', js: '334', zj: '667' });
  });

  it('is adjusted from any place, and what is below follows', async () => {
    const target = await planner.draft('adjust', '100');
    await planner.cascade(target, { territoryCode: 'cn', method: 'equal', depth: 'all' });
    await expect(planner.adjust(target, { js: '70' })).rejects.toMatchObject({
      code: 'TARGET_OVER_ALLOCATED',
      details: {
        errors: [{ pointer: '/body/amounts/0/amount', message: 'cn: the parts come to 120 of 100' }],
      },
    });
    await expect(planner.adjust(target, { hz: '0' })).rejects.toMatchObject({
      code: 'TARGET_UNDER_ALLOCATED',
      message: 'cn/zj: the parts come to 33 of 50',
    });
    await planner.adjust(target, { js: '70', zj: '30' });
    expect(await planner.amounts(target)).toEqual({
      cn: '100', js: '70', zj: '30', nj: '35', sz: '35', hz: '10', nb: '10', wz: '10',
    }); // prettier-ignore
    await planner.adjust(target, { cn: '201' });
    expect(await planner.amounts(target)).toMatchObject({
      cn: '201',
      js: '141',
      zj: '60',
      nj: '71',
      sz: '70',
    });
  });
});

describe('a target that is issued', () => {
  it('is accepted by somebody else, with what a quota needs', async () => {
    await app.client(territoryApi).enrolStaff({
      body: [{ code: '282', name: 'Li', title: 'Rep', territoryCodes: ['nj'] }],
    });
    const target = await planner.draft('accepted', '103', '2028');
    await planner.cascade(target, { territoryCode: 'cn', method: 'equal', depth: 'all' });
    await planner.issue(target, 'boss');
    const node = await planner.node(target, 'nj');
    expect(node).toMatchObject({ status: 'issued', round: 1, issued: { amount: '26' }, issuedBy: 'boss' });
    const call = { params: { nodeId: node.nodeId }, ifMatch: node.version };
    await expect(as('boss').acceptTarget(call)).rejects.toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
    expect(await as('lead').acceptTarget(call)).toMatchObject({ status: 'accepted' });
    await expect(as('lead').acceptTarget({ ...call, ifMatch: node.version + 1 })).rejects.toMatchObject({
      code: 'TARGET_NOT_ISSUED',
    });
    await app.settle();
    expect((await app.published(targetAccepted)).at(-1)?.data).toMatchObject({
      targetCode: 'accepted', territoryCode: 'nj', period: '2028', amount: { amount: '26', currency: 'CNY' },
      quarters: [7, 7, 6, 6].map((amount, at) => ({ period: `2028-Q${at + 1}`, amount: { amount: `${amount}` } })),
      path: ['cn', 'js', 'nj'], isLeaf: true, staffCodes: ['282'], acceptedBy: 'lead',
    }); // prettier-ignore
  });

  it('goes back with a reason, is adjusted and issued again; who had accepted the same amount is not asked again', async () => {
    const target = await planner.draft('again', '100');
    await planner.cascade(target, { territoryCode: 'cn', method: 'equal' });
    await planner.issue(target, 'boss');
    const top = await planner.node(target, 'cn');
    await as('head').acceptTarget({ params: top, ifMatch: top.version });
    const node = await planner.node(target, 'zj');
    const body = { reason: '经销商停业' };
    await as('lead').objectToTarget({ params: { nodeId: node.nodeId }, ifMatch: node.version, body });
    await planner.adjust(target, { js: '60', zj: '40' });
    await planner.issue(target, 'boss');
    await expect(planner.issue(target, 'boss')).rejects.toMatchObject({ code: 'TARGET_NOTHING_TO_ISSUE' });
    expect(await planner.node(target, 'cn')).toMatchObject({ status: 'accepted', round: 1 });
    expect(await planner.node(target, 'zj')).toMatchObject({
      status: 'issued',
      round: 2,
      issued: { amount: '40' },
    });
    const { items } = await as('lead').listTargetRounds({ params: { nodeId: node.nodeId } });
    expect(items).toMatchObject([
      { round: 2, amount: { amount: '40' }, decision: null },
      { round: 1, amount: { amount: '50' }, decision: 'objected', reason: '经销商停业', decidedBy: 'lead' },
    ]);
    await app.settle();
    const rounds = (await app.published(targetIssued)).filter(({ data }) => data.targetCode === 'again');
    expect(rounds.map(({ data }) => `${data.territoryCode}${data.round}`).toSorted()).toEqual(['cn1', 'js1', 'js2', 'zj1', 'zj2']); // prettier-ignore
    const [objection] = await app.published(targetObjected);
    expect(objection?.data).toMatchObject({
      territoryCode: 'zj',
      round: 1,
      reason: '经销商停业',
      objectedBy: 'lead',
    });
  });

  it('is attained by sales events, rolled up', async () => {
    const target = await planner.draft('attained', '1000', '2029-Q1');
    await planner.cascade(target, { territoryCode: 'cn', method: 'equal', depth: 'all' });
    await sell(app, { nj: 125, hz: 400 }, '2029-Q1');
    await sell(app, { hz: 300 }, '2029-Q1');
    const { items } = await as('lead').listAttainment({ params: target });
    const shown = items.map(({ territoryCode, sales, attainmentBp }) => [territoryCode, `${sales.amount} ${attainmentBp}`]); // prettier-ignore
    expect(Object.fromEntries(shown)).toEqual({
      cn: '425 4250', js: '125 2500', zj: '300 6000', nj: '125 5000', sz: '0 0', hz: '300 17964', nb: '0 0', wz: '0 0',
    }); // prettier-ignore
    expect(items[0]).toMatchObject({ gap: { amount: '575' }, asOf: expect.any(String) });
  });
});
