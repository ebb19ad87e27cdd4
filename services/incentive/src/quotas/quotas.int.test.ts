import { randomUUID } from 'node:crypto';
import { incentiveApi, type PlanDraft } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { targetAccepted, targetObjected } from '@quyu/territory-contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { finishJobs, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const usd = (amount: string) => ({ amount, currency: 'USD' });
const run = async () => app.finishJob('incentive', (await api().startRun({ body: {} })).jobId);
const CURVE = [
  { attainmentBp: 0, payoutBp: 0 },
  { attainmentBp: 20_000, payoutBp: 20_000 },
];
const planOf = (component: object): PlanDraft => ({
  name: 'Bonus', currency: 'USD', effectiveFrom: '2019-07-01', effectiveTo: '2019-09-30',
  components: [{ kind: 'attainment-bonus', code: 'bonus', curve: CURVE, ...component } as PlanDraft['components'][number]],
}); // prettier-ignore
const bonusOf = async (payeeCode: string) => {
  const { items } = await api().listResults({ query: { payeeCode, component: 'bonus' } });
  return items[0]?.amount.amount;
};
const marked = async () => {
  const { rows } = await app.db('incentive').query<{ code: string }>('select distinct payee_code as code from dirty_payee order by 1'); // prettier-ignore
  return rows.map(({ code }) => code);
};
const NODE = { nodeId: randomUUID(), targetId: randomUUID(), territoryCode: 'east' };
const accepted = (amount: string, more: object = {}) => ({
  ...NODE, targetCode: 'y2019-q3', round: 1, territoryName: 'X', path: ['world', 'east'], period: '2019-Q3', amount: usd(amount),
  isLeaf: true, quarters: [{ period: '2019-Q3', amount: usd(amount) }], staffCodes: ['282'], acceptedBy: 'lead', ...more,
}); // prettier-ignore
const quotasOf = async (payeeCode: string) =>
  (await api().listQuotas({ query: { payeeCode, period: '2019-Q3' } })).items.map(
    ({ set, amount, currency, from }) => `${set} ${amount} ${currency} ${from}`,
  );

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  const lines = ['O1,2019-07-02,P1,AW1,282,1,500.00', 'O2,2019-08-02,P2,AW1,282,1,300.00'];
  await api().importSales({ query: SALES, body: salesFile(...lines) });
  await finishJobs(app);
}, 60_000);
afterAll(() => app?.stop());
beforeEach(async () => {
  await app.db('incentive').query('delete from dirty_payee');
});

describe('quotas that are set', () => {
  it('are of partners too, and each set weighs what the plan says', async () => {
    await api().putPlan({
      params: { code: 'weighted' },
      body: planOf({
        payee: 'partner',
        target: '10000',
        quotas: [
          { set: 'sales', weightBp: 7_500 },
          { set: 'bikes', weightBp: 2_500, measure: { products: { categories: ['Bikes'] } } },
        ],
      }),
    });
    const quota = { partnerCode: 'AW1', period: '2019-Q3' };
    await api().setQuotas({ body: [{ ...quota, amount: usd('100000') }] });
    await run();
    expect(await bonusOf('AW1')).toBeUndefined();
    const { rows } = await app.db('incentive').query('select count(*)::int as left from dirty_payee');
    expect(rows).toEqual([{ left: 0 }]);
    const body = [
      { ...quota, set: 'bikes', amount: usd('60000') },
      { ...quota, amount: usd('100000') },
    ];
    expect(await api().setQuotas({ body })).toMatchObject({ created: 1, unchanged: 1 });
    expect(await marked()).toEqual(['AW1']);
    await run();
    // 0.75 x 80000/100000 + 0.25 x 30000/60000 of 10000
    expect(await bonusOf('AW1')).toBe('7250');
  });

  it('of zero, of nobody and of two are refused with place and reason', async () => {
    const line = { period: '2019-Q3', amount: usd('1') };
    const both = { ...line, partnerCode: 'AW1', salespersonCode: '282' };
    const body = [{ ...line, partnerCode: 'AW1', amount: usd('0') }, line, both];
    const { rejections } = await api().setQuotas({ body });
    expect(rejections).toMatchObject([
      { line: 1, faults: [{ pointer: '/amount/amount', code: 'too_small' }] },
      { line: 2, faults: [{ code: 'salesperson_or_partner' }] },
      { line: 3, faults: [{ code: 'salesperson_or_partner' }] },
    ]);
  });
});

describe('the target of a territory', () => {
  it('is the quota of who works there, from its acceptance until an objection; the last round counts', async () => {
    await api().putPlan({ params: { code: 'targets' }, body: planOf({ payee: 'salesperson', rateBp: 1_000 }) });
    await app.publish(targetAccepted, accepted('160001', { staffCodes: ['283', '282'] }));
    await app.settle();
    expect(await marked()).toEqual(['282', '283']);
    expect([await quotasOf('282'), await quotasOf('283')]).toEqual([['sales 80001 USD targets'], ['sales 80000 USD targets']]);
    await app.publish(targetAccepted, accepted('160000', { round: 2 }));
    await app.settle();
    expect([await quotasOf('282'), await quotasOf('283')]).toEqual([['sales 160000 USD targets'], []]);
    await run();
    // A tenth of the quota, half of which was sold.
    expect(await bonusOf('282')).toBe('8000');
    await app.publish(targetObjected, { ...accepted('170000', { round: 3 }), reason: 'too much', objectedBy: 'lead' });
    await app.settle();
    expect([await quotasOf('282'), await marked()]).toEqual([[], ['282']]);
    await run();
    expect(await bonusOf('282')).toBe('0');
  }); // prettier-ignore

  it('counts once: not again below, the quarter before the year, and not where a quota is set', async () => {
    const year = { nodeId: randomUUID(), targetCode: 'y2019', period: '2019' };
    const below = { nodeId: randomUUID(), territoryCode: 'shop', path: ['world', 'east', 'shop'] };
    const west = { nodeId: randomUUID(), territoryCode: 'west', path: ['world', 'west'] };
    await app.publish(
      targetAccepted,
      accepted('100'),
      accepted('7', year),
      accepted('30', below),
      accepted('5', west),
    );
    await app.settle();
    expect(await quotasOf('282')).toEqual(['sales 105 USD targets']);
    await api().setQuotas({ body: [{ salespersonCode: '282', period: '2019-Q3', amount: usd('42') }] });
    expect(await quotasOf('282')).toEqual(['sales 42 USD set']);
  });
});
