import { randomUUID } from 'node:crypto';
import { incentiveApi, type PayeeFact, type PlanDraft } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { memberPlaced } from '@quyu/territory-contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { finishJobs, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const run = async () => app.finishJob('incentive', (await api().startRun({ body: {} })).jobId);
const said = (payeeCode: string, value: string, validFrom: string): PayeeFact => ({
  payeeKind: payeeCode.startsWith('AW') ? 'partner' : 'salesperson', payeeCode, name: 'participation', value, validFrom,
}); // prettier-ignore
const resultOf = async (component: string, payeeCode: string) =>
  (await api().listResults({ query: { component, payeeCode } })).items[0];
const memberId = randomUUID();
const placed = (from: string, to: string | null) => ({
  memberId, unitCode: 'hz', staffCode: '282', position: 'specialist' as const, grade: null, fullTime: true, sells: true,
  leaderCode: null, from, to,
}); // prettier-ignore
const PLAN: PlanDraft = {
  name: 'Prorated',
  currency: 'USD',
  effectiveFrom: '2019-07-01',
  effectiveTo: '2019-09-30',
  components: [
    { kind: 'flat', code: 'rebate', payee: 'partner', rateBp: 1_000, prorated: true },
    {
      kind: 'attainment-bonus',
      code: 'bonus',
      payee: 'salesperson',
      target: '9200',
      curve: [
        { attainmentBp: 0, payoutBp: 0 },
        { attainmentBp: 100_000, payoutBp: 100_000 },
      ],
      prorateQuotas: true,
    },
  ],
};

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await api().importSales({ query: SALES, body: salesFile('O1,2019-09-02,P1,AW1,282,1,920.00') });
  await finishJobs(app);
  await api().putPlan({ params: { code: 'prorated' }, body: PLAN });
  const quota = { salespersonCode: '282', period: '2019-Q3', amount: { amount: '92000', currency: 'USD' } };
  await api().setQuotas({ body: [quota] });
}, 60_000);
afterAll(() => app?.stop());

it('who is nowhere said to be away took part on all days', async () => {
  await run();
  expect(await resultOf('rebate', 'AW1')).toMatchObject({ amount: { amount: '9200' } });
  expect(await resultOf('bonus', '282')).toMatchObject({ amount: { amount: '9200' } });
});

it('a result is prorated by what the fact says, and its trace shows the days', async () => {
  await api().setPayeeFacts({ body: [said('AW1', 'yes', '2019-07-01'), said('AW1', 'no', '2019-09-01')] });
  await run();
  const rebate = await resultOf('rebate', 'AW1');
  expect(rebate).toMatchObject({ amount: { amount: '6200' } });
  expect(rebate?.trace).toContainEqual({ step: 'prorated', inputs: { days: '62/92', earned: '-3000' }, amount: null });
}); // prettier-ignore

it('a quota is prorated by the time in the field organisation, and what is said of the person goes before it', async () => {
  await app.publish(memberPlaced, placed('2019-08-17', null));
  await app.settle();
  await run();
  // Half of the quota was asked for, so twice as much was attained.
  const bonus = await resultOf('bonus', '282');
  expect(bonus).toMatchObject({ amount: { amount: '18809' } });
  expect(bonus?.trace[0]).toMatchObject({
    step: 'attainment',
    inputs: { quota: '45000', quotaDays: '45/92' },
  });
  await app.publish(memberPlaced, placed('2019-08-16', null));
  await app.settle();
  await run();
  expect(await resultOf('bonus', '282')).toMatchObject({ amount: { amount: '18400' } });
  await api().setPayeeFacts({ body: [said('282', 'yes', '2019-09-08')] });
  await run();
  expect(await resultOf('bonus', '282')).toMatchObject({ amount: { amount: '36800' } });
});

it('only yes and no say when somebody takes part', async () => {
  const { rejections } = await api().setPayeeFacts({ body: [said('AW1', 'maybe', '2019-07-01')] });
  expect(rejections).toMatchObject([{ faults: [{ pointer: '/value', code: 'not_yes_or_no' }] }]);
});
