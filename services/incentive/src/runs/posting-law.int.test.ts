import { incentiveApi } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { openSmallMarket, SALES } from '../testing/small-market.js';

const HEADER = 'lineId,order,date,product,partner,salesperson,quantity,amount,returns';
const FIRST_YEAR = 2018;

interface Sale {
  readonly quartersAgo: number;
  readonly partner: 1 | 2;
  readonly yuan: number;
  readonly isReturned: boolean;
}

/** What happens between two postings: each sale may come late, and be returned after its period was posted. */
const rounds = fc.array(
  fc.record({
    sales: fc.array(
      fc.record({
        quartersAgo: fc.nat(3),
        partner: fc.constantFrom(1 as const, 2 as const),
        yuan: fc.integer({ min: 1, max: 200_000 }),
        isReturned: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    mode: fc.constantFrom('full' as const, 'incremental' as const),
  }),
  { minLength: 6, maxLength: 10 },
);

let app: TestHost;
let quarter = 4;
let lines = 0;
let toReturn: readonly (Sale & { readonly line: number })[] = [];
const api = () => app.client(incentiveApi);
const approver = () => app.client(incentiveApi, { subject: 'approver', permissions: ['*'] });

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await api().putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
});
afterAll(() => app?.stop());

describe('whatever is sold, returned, calculated and posted', () => {
  it('what was posted of a result sums to what it comes to, as of the last posting', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, async (all) => {
        for (const { sales, mode } of all) {
          await takeIn(sales);
          await post(await calculate(mode), periodOf(quarter));
          expect(await unequal()).toEqual([]);
          quarter += 1;
        }
      }),
      { numRuns: 4, seed: 20_261_126, endOnFailure: true },
    );
    const { rows } = await app.db('incentive').query('select from earning where amount < 0');
    expect(rows.length).toBeGreaterThan(0);
  }, 120_000);
});

async function takeIn(sales: readonly Sale[]): Promise<void> {
  const back = toReturn.map(
    ({ line, partner, yuan }) =>
      `R${line},R${line},${dayOf(quarter)},P1,${partner},282,-1,-${yuan}.00,L${line}`,
  );
  const numbered = sales.map((sale, index) => ({ ...sale, line: lines + index }));
  lines += sales.length;
  toReturn = numbered.filter(({ isReturned }) => isReturned);
  const sold = numbered.map(
    ({ line, quartersAgo, partner, yuan }) =>
      `L${line},O${line},${dayOf(quarter - quartersAgo)},P1,${partner},282,1,${yuan}.00,`,
  );
  const done = await api().importSales({ query: SALES, body: [HEADER, ...sold, ...back, ''].join('\n') });
  expect(done.rejected).toBe(0);
}

async function calculate(mode: 'full' | 'incremental'): Promise<string> {
  const { jobId } = await api().startRun({ body: { mode } });
  const { result } = await app.finishJob('incentive', jobId);
  return (result as { runId: string }).runId;
}

async function post(runId: string, period: string): Promise<void> {
  const step = { params: { runId }, body: { period, plans: ['channel'] } };
  await approver().approveRun(step);
  await approver().lockRun(step);
  await approver().postRun(step);
}

async function unequal(): Promise<readonly unknown[]> {
  const { rows } = await app.db('incentive').query(`
    select v.component, v.payee_code, v.period, v.amount, coalesce(e.posted, 0) as posted
    from result_version v
    left join (select result_id, sum(amount) as posted from earning group by result_id) e on e.result_id = v.result_id
    where v.until_run is null and v.amount <> coalesce(e.posted, 0)
      and exists (select from run_period p where p.period = v.period and p.state = 'posted')`);
  return rows;
}

function periodOf(number: number): string {
  return `${FIRST_YEAR + Math.floor(number / 4)}-Q${(number % 4) + 1}`;
}

function dayOf(number: number): string {
  const month = String((number % 4) * 3 + 1).padStart(2, '0');
  return `${FIRST_YEAR + Math.floor(number / 4)}-${month}-15`;
}
