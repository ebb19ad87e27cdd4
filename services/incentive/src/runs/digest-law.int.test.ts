import { incentiveApi, type Run } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { finishJobs, openSmallMarket, SALES } from '../testing/small-market.js';

const HEADER = 'lineId,order,date,product,partner,salesperson,quantity,amount,returns';
/** Drawn once, so that every way of taking them in takes the same: some two hundred sales, of which a third comes back in part. */
const LINES = fc
  .sample(
    fc.record({
      month: fc.integer({ min: 1, max: 12 }),
      year: fc.constantFrom(2018, 2019),
      partner: fc.constantFrom('1', '2'),
      person: fc.constantFrom('282', '283'),
      product: fc.constantFrom('P1', 'P2'),
      cents: fc.integer({ min: 1, max: 9_999_999 }),
      back: fc.integer({ min: 0, max: 2 }),
    }),
    { numRuns: 200, seed: 20_261_126 },
  )
  .flatMap(({ month, year, partner, person, product, cents, back }, at) => {
    const date = `${year}-${String(month).padStart(2, '0')}-15`;
    const of = `${product},${partner},${person}`;
    const yuan = (minor: number) => (minor / 100).toFixed(2);
    const sold = `L${at},O${at},${date},${of},3,${yuan(cents)},`;
    return back === 1
      ? [sold, `R${at},R${at},${date},${of},-1,-${yuan(Math.floor(cents / 3))},L${at}`]
      : [sold];
  });
const SHUFFLED = [...LINES.keys()]
  .toSorted((a, b) => ((a * 7919) % 311) - ((b * 7919) % 311))
  .map((at) => LINES[at]!);
const file = (lines: readonly string[]) => [HEADER, ...lines, ''].join('\n');

let app: TestHost | undefined;
afterEach(() => app?.stop());

/** A host in which the lines are, in files, and the plan. */
async function take(files: readonly string[], env: Record<string, string> = {}): Promise<TestHost> {
  await app?.stop();
  // A host that is ended before its time says so.
  const settings = { shutdownDeadlineMs: 1_500 };
  app = await startTestHost({ plugins: [incentive], env, settings, logLevel: 'silent' });
  await openSmallMarket(app);
  const api = app.client(incentiveApi);
  await api.putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
  for (const body of files) await api.importSales({ query: SALES, body });
  await finishJobs(app);
  return app;
}

const start = (at: TestHost) => at.client(incentiveApi).startRun({ body: { mode: 'full' } });
const RESULTS = `select result_id, component, payee_code, period, amount, facts::text from result_version
  where until_run is null order by result_id`;

/** What a run has come to: its digest, its totals, and every result with what it follows from. */
async function outcome(at: TestHost): Promise<{ run: Partial<Run>; results: readonly unknown[] }> {
  const { rows: runs } = await at.db('incentive').query<{ digest: string; results: number; amounts: Run['amounts'] }>(
    'select digest, results, amounts from run where run_no = (select max(run_no) from run)');
  return { run: runs[0]!, results: (await at.db('incentive').query(RESULTS)).rows };
} // prettier-ignore

async function calculate(at: TestHost) {
  const { jobId } = await start(at);
  await at.finishJob('incentive', jobId);
  return outcome(at);
}

it('a run comes to the same bytes however the lines came in', async () => {
  const whole = await calculate(await take([file(LINES)]));
  expect(whole.results.length).toBeGreaterThan(15);
  expect(await calculate(await take([file(SHUFFLED)]))).toEqual(whole);
  const third = Math.ceil(SHUFFLED.length / 3);
  const files = [0, 1, 2].map((part) => file(SHUFFLED.slice(part * third, (part + 1) * third)));
  expect(await calculate(await take(files))).toEqual(whole);
  expect(await calculate(await take([file(LINES)], { INCENTIVE_IMPORT_SLICE_BYTES: '1024' }))).toEqual(whole);
}, 90_000);

it('a run comes to the same bytes again, and after a host was stopped while it wrote', async () => {
  const at = await take([file(LINES)]);
  const whole = await calculate(at);
  expect(await calculate(at)).toEqual(whole);
  await at.db('incentive').query('delete from result_version');
  await stopMidway(at);
  expect((await outcome(at)).results).toEqual([]);
  await finishJobs(at);
  expect(await outcome(at)).toEqual(whole);
}, 90_000);

/** Asks for a run, and ends the host while the run waits to write what it has calculated; another host takes its place. */
async function stopMidway(at: TestHost): Promise<void> {
  const { query } = at.db('incentive');
  const held = query('begin; lock table result_version in share mode; select pg_sleep(60); commit').catch(() => undefined);
  const waits = (what: string) => async () => (await query(`select from pg_stat_activity where ${what}`)).rowCount;
  await expect.poll(waits("wait_event = 'PgSleep' and datname = current_database()"), { timeout: 10_000 }).toBe(1);
  await start(at);
  await expect.poll(waits("wait_event_type = 'Lock' and query like '%result_version%' and datname = current_database()"), { timeout: 20_000 }).toBe(1);
  await at.restart();
  await query("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()");
  await held;
} // prettier-ignore
