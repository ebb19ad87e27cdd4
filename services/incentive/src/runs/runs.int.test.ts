import { randomUUID } from 'node:crypto';
import { incentiveApi, type PlanDraft, runCompleted, type RunRequest } from '@quyu/incentive-contracts';
import { contribute, defineModule } from '@quyu/plugin-kit';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentiveComponent } from '../extension-points.js';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { salesFile, SALES, openSmallMarket } from '../testing/small-market.js';

const perLine = defineModule({
  id: 'flat-sum',
  kit: '^1.0.0',
  contributes: [
    contribute(incentiveComponent, {
      type: 'flat-sum',
      check: ({ sum = '' }) =>
        /^\d+$/.test(sum) ? [] : [{ pointer: '/sum', code: 'not_a_number', message: 'must be minor units' }],
      make: ({ sum = '0' }) => {
        const earned = { numerator: BigInt(sum), denominator: 1n };
        return {
          payee: 'partner',
          measures: [{ payee: 'partner', credit: 'own', of: 'amount' }],
          gather: (look, { first, months }) =>
            look.sum(0, first, months).numerator === 0n ? undefined : { sum },
          explain: () => [{ step: 'flat', inputs: { sum }, earned }],
        };
      },
    }),
  ],
});

let app: TestHost;
const api = () => app.client(incentiveApi);
const putPlan = (body: PlanDraft, code = 'channel') => api().putPlan({ params: { code }, body });
const run = async (body: RunRequest = {}) =>
  app.finishJob('incentive', (await api().startRun({ body })).jobId);
/** As after a crash at the very end: every job begins again from its beginning. */
const runAgain = async (): Promise<void> => {
  const { rows } = await app
    .db('incentive')
    .query<{ id: string }>("update job set state = 'queued' where kind = 'calculate-run' returning id");
  for (const { id } of rows) await app.finishJob('incentive', id);
};
const quota = (salespersonCode: string, amount: string, period = '2019-Q3', currency = 'USD') => ({
  salespersonCode,
  period,
  amount: { amount, currency },
});
const resultsOf = async (query: { component?: string; payeeCode?: string; period?: string }) =>
  (await api().listResults({ query })).items;

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive], modules: [perLine] });
  await openSmallMarket(app);
});
afterAll(() => app?.stop());

describe('quotas', () => {
  it('are set, replaced, and refused where they make no sense', async () => {
    const body = [quota('282', '1'), quota('282', '10000000'), quota('282', '10000000'), quota('283', '0')];
    const summary = await api().setQuotas({ body });
    expect(summary).toMatchObject({ created: 2, unchanged: 1, rejected: 1 });
    expect(summary.rejections.map(({ line, faults }) => [line, faults[0]!.pointer])).toEqual([
      [4, '/amount/amount'],
    ]);
    expect(await api().setQuotas({ body: [quota('282', '10000000')] })).toMatchObject({
      created: 0,
      unchanged: 1,
    });
  });
});

describe('plans', () => {
  it('must be there before anything is calculated', async () => {
    await expect(api().startRun({ body: {} })).rejects.toMatchObject({ code: 'NO_PLAN' });
    await expect(api().getPlan({ params: { code: 'channel' } })).rejects.toMatchObject({
      code: 'PLAN_NOT_FOUND',
    });
  });

  it('are refused with every contradiction at its place', async () => {
    const [volume] = MAIN_JOB_PLAN.components;
    const body = {
      ...MAIN_JOB_PLAN,
      effectiveTo: '2000-01-01',
      components: [{ ...volume, tiers: [{ from: '5', rateBp: 1 }] }],
    };
    await expect(putPlan(body)).rejects.toMatchObject({
      code: 'PLAN_INVALID',
      details: { errors: [{ pointer: '/body/effectiveTo' }, { pointer: '/body/components/0/tiers/0/from' }] },
    });
    const custom = { kind: 'custom', code: 'x', type: 'flat-sum', settings: { sum: 'many' } } as const;
    await expect(
      putPlan({ ...MAIN_JOB_PLAN, components: [custom, { ...custom, code: 'y', type: 'other' }] }),
    ).rejects.toMatchObject({
      details: {
        errors: [{ pointer: '/body/components/0/settings/sum' }, { pointer: '/body/components/1/type' }],
      },
    });
    await expect(
      putPlan({ ...MAIN_JOB_PLAN, components: [{ ...volume, tiers: [{ from: '0', rateBp: 10_001 }] }] }),
    ).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });

  it('keep their version while they say the same', async () => {
    expect(await putPlan(MAIN_JOB_PLAN)).toMatchObject({ code: 'channel', version: 1 });
    expect(await putPlan(structuredClone(MAIN_JOB_PLAN))).toMatchObject({ version: 1 });
    expect(await api().getPlan({ params: { code: 'channel' } })).toEqual({
      code: 'channel',
      version: 1,
      ...MAIN_JOB_PLAN,
    });
  });
});

describe('a run', () => {
  it('gives what the plan gives, on the latest sales', async () => {
    await api().importSales({
      query: SALES,
      body: salesFile(
        'SO1,2019-07-01,P1,1,282,1,90000',
        'SO2,2018-07-01,P1,1,283,1,60000',
        'SO3,2019-08-01,P1,2,282,1,1',
      ),
    });
    expect(await run()).toMatchObject({ state: 'succeeded', result: { results: 4, changed: 4 } });
    const amounts = (await resultsOf({})).map(({ component, payeeCode, period, amount }) => [
      component,
      payeeCode,
      period,
      amount.amount,
    ]);
    expect(amounts.toSorted((a, b) => (a.join() < b.join() ? -1 : 1))).toEqual([
      ['attainment-bonus', '282', '2019-Q3', '75003'],
      ['growth-rebate', 'AW1', '2019-Q3', '45000'],
      ['volume-rebate', 'AW1', '2018-Q3', '52500'],
      ['volume-rebate', 'AW1', '2019-Q3', '97500'],
    ]);
  });

  it('changes nothing when nothing has changed, be it a new run or the same job again', async () => {
    const standing = () => app.db('incentive').query('select * from result_version order by result_id');
    const before = await standing();
    expect(await run({ mode: 'full' })).toMatchObject({
      state: 'succeeded',
      result: { results: 4, changed: 0 },
    });
    expect(await run()).toMatchObject({ state: 'succeeded', result: { results: 0, changed: 0 } });
    const runs = (await app.published(runCompleted)).length;
    await runAgain();
    await app.settle();
    expect(await app.published(runCompleted)).toHaveLength(runs);
    expect((await standing()).rows).toEqual(before.rows);
  });

  it('changes the one result that a quota changes, which keeps its id', async () => {
    const [before] = await resultsOf({ component: 'attainment-bonus' });
    await api().setQuotas({ body: [quota('282', '9000100')] });
    expect(await run()).toMatchObject({ result: { results: 1, changed: 1 } });
    const [after] = await resultsOf({ component: 'attainment-bonus' });
    expect(after).toMatchObject({ resultId: before!.resultId, amount: { amount: '90001' } });
  });

  it('brings to nothing what is earned no more, and does not keep what never was', async () => {
    await api().setQuotas({ body: [quota('282', '900000000')] });
    expect(await run()).toMatchObject({ result: { results: 0, changed: 1 } });
    expect(await resultsOf({ payeeCode: '282' })).toMatchObject([{ amount: { amount: '0' } }]);
    expect(await resultsOf({ payeeCode: 'AW2' })).toEqual([]);
  });

  it('does the same for as many payees as are compared by way of a table, and leaves the others', async () => {
    await api().setQuotas({ body: [quota('282', '9000100')] });
    await run();
    const others = async () => (await resultsOf({})).filter(({ payeeCode }) => payeeCode !== '282');
    const before = await others();
    expect(before).toHaveLength(3);
    await api().setQuotas({ body: [quota('282', '900000000')] });
    const nobody = Array.from({ length: 600 }, (_, n) => ({ kind: 'salesperson' as const, code: `X${n}` }));
    const payees = [{ kind: 'salesperson' as const, code: '282' }, ...nobody];
    expect(await run({ scope: { payees } })).toMatchObject({ result: { results: 0, changed: 1 } });
    expect(await resultsOf({ payeeCode: '282' })).toMatchObject([{ amount: { amount: '0' } }]);
    expect(await others()).toEqual(before);
    expect(await run()).toMatchObject({ result: { changed: 0 } });
  });

  it('follows a plan that has lost a component and got shorter', async () => {
    const [volume] = MAIN_JOB_PLAN.components;
    const body = { ...MAIN_JOB_PLAN, effectiveFrom: '2019-01-01', components: [volume] };
    expect(await putPlan(body)).toMatchObject({ version: 2 });
    // The volume rebate of 2019 is now given by version 2; that of 2018 and the growth rebate are gone.
    expect(await run()).toMatchObject({ result: { results: 1, changed: 3 } });
    const results = await resultsOf({ payeeCode: 'AW1' });
    expect(results.map(({ amount }) => amount.amount).toSorted()).toEqual(['0', '0', '97500']);
    const gone = results.find(({ component }) => component === 'growth-rebate')!;
    expect(gone).toMatchObject({ planVersion: 2, trace: [{ step: 'no-longer-earned' }] });
    expect(await run()).toMatchObject({ result: { changed: 0 } });
  });

  it('gives what a module adds', async () => {
    const custom = { kind: 'custom', code: 'flat', type: 'flat-sum', settings: { sum: '700' } } as const;
    await putPlan({ ...MAIN_JOB_PLAN, components: [custom] }, 'extra');
    expect(await run()).toMatchObject({ result: { changed: 3 } });
    expect(await resultsOf({ component: 'flat', payeeCode: 'AW2' })).toMatchObject([
      {
        planCode: 'extra',
        amount: { amount: '700' },
        trace: [{ step: 'flat' }, { amount: { amount: '700' } }],
      },
    ]);
  });

  it('fails, and leaves what was there, when there is no rate to the currency of a plan', async () => {
    const before = await resultsOf({});
    await putPlan({ ...MAIN_JOB_PLAN, currency: 'CNY' }, 'extra');
    const { jobId } = await api().startRun({ body: {} });
    const failed = await app.finishJob('incentive', jobId, 60_000);
    expect(failed).toMatchObject({ state: 'failed' });
    expect(failed.error).toContain('plan "extra": there is no rate from USD to CNY for 2018-07-01');
    expect(await resultsOf({})).toEqual(before);
    await putPlan(MAIN_JOB_PLAN, 'extra');
  }, 90_000);
});

describe('results', () => {
  it('explain themselves: the last step is the amount', async () => {
    const all = await resultsOf({});
    expect(all.length).toBeGreaterThan(4);
    for (const { resultId, amount, trace } of all) {
      expect(trace.at(-1)!.amount).toEqual(amount);
      expect(await api().getResult({ params: { resultId } })).toMatchObject({ resultId, amount, trace });
    }
  });

  it('are listed page by page and by quarter, component and payee', async () => {
    const all = await resultsOf({});
    const pages = [];
    let cursor: string | undefined;
    do {
      const page = await api().listResults({ query: { limit: 2, ...(cursor ? { cursor } : {}) } });
      pages.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(pages).toEqual(all);
    expect((await resultsOf({ period: '2018-Q3' })).map(({ period }) => period)).toContain('2018-Q3');
    expect(await resultsOf({ component: 'none' })).toEqual([]);
  });

  it('that do not exist are not found, and cursors of elsewhere are refused', async () => {
    await expect(api().getResult({ params: { resultId: randomUUID() } })).rejects.toMatchObject({
      code: 'RESULT_NOT_FOUND',
    });
    await expect(api().listResults({ query: { cursor: 'bm9uc2Vuc2U' } })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
    await expect(api().listResults({ query: { period: '2019-Q5' } })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });

  it('sum up by component', async () => {
    const { components } = await api().totalRewards({ query: { year: 2019 } });
    expect(components.find(({ component }) => component === 'volume-rebate')).toEqual({
      component: 'volume-rebate',
      total: { amount: '97500', currency: 'USD' },
      ofYear: { amount: '97500', currency: 'USD' },
      results: 1,
    });
  });
});
