import { incentiveApi, type PlanDraft } from '@quyu/incentive-contracts';
import { accountUnassigned, staffEnrolled } from '@quyu/territory-contracts';
import { fakeClock, startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { assign, finishJobs, openSmallMarket, PARTNERS, SALES, salesFile } from '../testing/small-market.js';

const clock = fakeClock('2019-01-01T04:00:00Z');
let app: TestHost;
const api = () => app.client(incentiveApi);
const query = (text: string) => app.db('incentive').query<Record<string, string>>(text);
const all = { kind: 'flat', rateBp: 10_000 } as const;
/** Everybody earns just what counts for them. */
const PLAN: PlanDraft = {
  name: 'Credits', currency: 'USD', period: 'month', effectiveFrom: '2019-01-01', effectiveTo: null,
  components: [
    { ...all, code: 'group', payee: 'salesperson', measure: { credit: 'group' } },
    { ...all, code: 'east', payee: 'partner', measure: { territories: ['east'] } },
  ],
}; // prettier-ignore

const STAFF = { title: 'Sales Representative', territoryCodes: [] };
const enrol = (code: string, staffId: string, managerCode: string | null) =>
  app.publish(staffEnrolled, { ...STAFF, staffId, code, name: code, managerCode });
const unassign = () =>
  app.publish(accountUnassigned, {
    subjectId: PARTNERS.AW1.partnerId,
    subjectCode: 'AW1',
    modelCode: 'world',
    reason: 'gap',
    contenders: [],
  });
const IDS = { L1: '00000000-0000-4000-8000-000000000001', L2: '00000000-0000-4000-8000-000000000002', S: '00000000-0000-4000-8000-000000000003' }; // prettier-ignore

/** Lets events come on a day. */
async function on(day: string, what: () => Promise<void>): Promise<void> {
  clock.set(`${day}T04:00:00Z`);
  await what();
  await app.settle();
}

async function standing(mode: 'full' | 'incremental' = 'incremental'): Promise<string[]> {
  await finishJobs(app);
  const { jobId } = await api().startRun({ body: { mode, through: '2019-12-31' } });
  await app.finishJob('incentive', jobId);
  const { items } = await api().listResults({ query: { limit: 200 } });
  return items
    .filter(({ amount }) => amount.amount !== '0')
    .map(({ payeeCode, component, period, amount }) => `${payeeCode} ${component} ${period} ${amount.amount}`)
    .toSorted();
}

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive], now: clock.now });
  await openSmallMarket(app);
  await on('2019-01-02', async () => {
    await enrol('L1', IDS.L1, null);
    await enrol('L2', IDS.L2, null);
    await enrol('S', IDS.S, 'L1');
    await assign(app, 'AW1', 'East');
  });
  await on('2019-06-10', () => enrol('S', IDS.S, 'L2'));
  await on('2019-08-20', async () => {
    await assign(app, 'AW1', 'North');
    await assign(app, 'AW1', 'West');
  });
  await on('2019-10-05', unassign);
  await api().putPlan({ params: { code: 'credits' }, query: { ahead: true }, body: PLAN });
  const days = [
    '2019-05-01',
    '2019-06-09',
    '2019-06-10',
    '2019-07-01',
    '2019-08-19',
    '2019-08-20',
    '2019-11-01',
  ];
  const lines = days.map((day, at) => `SO${at},${day},P1,1,S,1,${(1 + at) / 100}`);
  await api().importSales({ query: SALES, body: salesFile(...lines) });
});
afterAll(() => app?.stop());
beforeEach(() => clock.set('2019-12-31T04:00:00Z'));

const EXPECTED = [
  'AW1 east 2019-05 1', 'AW1 east 2019-06 5', 'AW1 east 2019-07 4', 'AW1 east 2019-08 5',
  'L1 group 2019-05 1', 'L1 group 2019-06 2', 'L2 group 2019-06 3', 'L2 group 2019-07 4', 'L2 group 2019-08 11', 'L2 group 2019-11 7',
]; // prettier-ignore

it('sales count for the leader and the territory of their day, as events of several days have said', async () => {
  expect(await standing('full')).toEqual(EXPECTED);
});

it('the last word of a day holds, and the same said again later changes nothing', async () => {
  await on('2019-08-20', async () => {
    await assign(app, 'AW1', 'East');
    await assign(app, 'AW1', 'West');
  });
  expect(await standing()).toEqual(EXPECTED);
  await on('2019-09-15', () => assign(app, 'AW1', 'West'));
  await on('2019-09-16', () => enrol('S', IDS.S, 'L2'));
  expect((await query('select payee_code from dirty_payee')).rows).toEqual([]);
  expect(await standing()).toEqual(EXPECTED);
  expect(await standing('full')).toEqual(EXPECTED);
});

it('a day that is put right counts until the next word, by an incremental run as by a full one', async () => {
  await on('2019-07-01', () => enrol('S', IDS.S, 'L1'));
  const incremental = await standing();
  expect(incremental).toEqual([
    'AW1 east 2019-05 1', 'AW1 east 2019-06 5', 'AW1 east 2019-07 4', 'AW1 east 2019-08 5',
    'L1 group 2019-05 1', 'L1 group 2019-06 2', 'L1 group 2019-07 4', 'L1 group 2019-08 11', 'L2 group 2019-06 3', 'L2 group 2019-11 7',
  ]);
  expect(await standing('full')).toEqual(incremental);
}); // prettier-ignore
