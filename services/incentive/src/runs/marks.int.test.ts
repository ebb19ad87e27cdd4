import { randomUUID } from 'node:crypto';
import { incentiveApi, type PlanDraft } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { staffEnrolled } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { assign, finishJobs, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const person = (code: string, managerCode: string | null) => ({
  staffId: randomUUID(),
  code,
  name: code,
  title: 'Sales',
  managerCode,
  territoryCodes: [],
});
const planOf = (components: PlanDraft['components']): PlanDraft => ({
  name: 'Leaders', currency: 'USD', effectiveFrom: '2019-07-01', effectiveTo: '2019-09-30', components,
}); // prettier-ignore
const run = async (mode: 'incremental' | 'full' = 'incremental') =>
  (await app.finishJob('incentive', (await api().startRun({ body: { mode } })).jobId)).result;
const resultsOf = async (component: string) => {
  const { items } = await api().listResults({ query: { component } });
  return Object.fromEntries(
    items
      .filter(({ amount }) => amount.amount !== '0')
      .map(({ payeeCode, amount }) => [payeeCode, Number(amount.amount)]),
  );
};
const load = async (...lines: string[]) => {
  await api().importSales({ query: { ...SALES, file: randomUUID() }, body: salesFile(...lines) });
  await finishJobs(app);
};
/** What an incremental run comes to; a full one must come to the same. */
const settled = async (component: string) => {
  await run();
  const results = await resultsOf(component);
  expect(await run('full')).toMatchObject({ changed: 0 });
  return results;
};

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await app.publish(staffEnrolled, person('boss', null), person('head', null), person('rep', 'boss'));
  await assign(app, 'AW1', 'East');
  await app.settle();
  await load('O1,2019-07-02,P1,AW1,rep,1,100.00', 'O1,2019-07-02,P2,AW1,boss,1,10.00');
  const both = { payee: 'salesperson', measure: { credit: 'own-and-group' } } as const;
  await api().putPlan({
    params: { code: 'leaders' },
    body: planOf([
      { code: 'group', kind: 'flat', payee: 'salesperson', measure: { credit: 'group' }, rateBp: 1000 },
      { ...both, code: 'by-line', kind: 'tiered', mode: 'marginal', basis: 'line', tiers: [{ from: '0', rateBp: 1000 }] },
      { code: 'orders', kind: 'unit-award', payee: 'salesperson', measure: { credit: 'own-and-group', of: 'orders' }, amountPerUnit: '100' },
      { code: 'east', kind: 'flat', payee: 'partner', measure: { territories: ['east'] }, rateBp: 1000 },
    ]),
  }); // prettier-ignore
  const base = { code: 'base', kind: 'flat', payee: 'salesperson', rateBp: 1000 } as const;
  const draw = {
    kind: 'draw',
    code: 'draw',
    payee: 'salesperson',
    amount: '5000',
    type: 'guarantee',
    recoverable: true,
  } as const;
  await api().putPlan({ params: { code: 'draws' }, body: planOf([base, { ...draw, on: ['base'] }]) });
}, 60_000);
afterAll(() => app?.stop());

describe('a leader', () => {
  it('is paid for the lines of the group with the own, and for an order of both once', async () => {
    expect(await settled('by-line')).toEqual({ boss: 1100, rep: 1000 });
    expect(await resultsOf('orders')).toEqual({ boss: 100, rep: 100 });
    expect(await resultsOf('group')).toEqual({ boss: 1000 });
  });

  it('is calculated again when somebody below sells', async () => {
    await load('O3,2019-07-06,P1,AW2,rep,1,400.00');
    expect(await settled('group')).toEqual({ boss: 5000 });
  });

  it('is calculated again when somebody gets another', async () => {
    await app.publish(staffEnrolled, { ...person('rep', 'head') });
    await app.settle();
    expect(await settled('group')).toEqual({ head: 5000 });
  });
});

describe('a payee', () => {
  it('who has sold nothing is paid a draw', async () => {
    expect(await settled('draw')).toMatchObject({ head: 5000, 282: 5000 });
  });

  it('is calculated again when it has moved', async () => {
    expect(await settled('east')).toEqual({ AW1: 1100 });
    await assign(app, 'AW1', 'West');
    await app.settle();
    expect(await settled('east')).toEqual({});
  });

  it('has no order that came back as a whole', async () => {
    const header = 'lineId,order,date,product,partner,salesperson,quantity,amount,returns';
    const lines = ['L1,O9,2019-08-01,P1,AW2,283,2,50.00,', 'R1,C9,2019-08-09,P1,AW2,283,-2,-50.00,L1'];
    await api().importSales({
      query: { ...SALES, file: 'back.csv' },
      body: [header, ...lines, ''].join('\n'),
    });
    await finishJobs(app);
    expect(await settled('orders')).not.toHaveProperty('283');
  });
});
