import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { incentiveApi } from '@quyu/incentive-contracts';
import { startTestHost } from '@quyu/testkit';
import { expect, it } from 'vitest';
import { incentive } from './plugin.js';
import { RESELLER_SALES } from './testing/adventureworks.js';
import { MAIN_JOB_PLAN } from './testing/main-job-plan.js';

it('bench', async () => {
  const app = await startTestHost({ plugins: [incentive] });
  const db = app.db('incentive');
  const ids = Array.from({ length: 10000 }, (_, i) => ({
    partner_id: randomUUID(),
    code: `P${i + 1}`,
    external_id: String(i + 1),
    name: 'x',
  }));
  await db.query(`insert into partner select * from json_populate_recordset(null::partner, $1)`, [
    JSON.stringify(ids),
  ]);
  await db.query(`insert into salesperson select g::text, 'x' from generate_series(272, 300) g`);
  await db.query(
    `insert into product select g::text, 'x', 'c', 'g' || (g % 30) from generate_series(200, 610) g`,
  );
  await db.query('create table bare (a text,b text,c text,d text,e text,f text,g text,h text,i text,j text)');
  const api = app.client(incentiveApi);
  const file = process.env['BENCH_FILE'] ?? '/tmp/inc/s1m.csv';
  for (let r = 0; r < 2; r++) {
    const t = performance.now();
    const done = await api.importSales({ query: RESELLER_SALES, body: createReadStream(file) });
    console.info(
      `import ${Math.round(performance.now() - t)} ms`,
      JSON.stringify(done),
      Math.round(process.memoryUsage().rss / 1e6),
    );
  }
  await api.putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
  for (let r = 0; r < 2; r++) {
    const t = performance.now();
    const { jobId } = await api.startRun({});
    const job = await app.finishJob('incentive', jobId, 300_000);
    console.info(`run ${Math.round(performance.now() - t)} ms`, JSON.stringify(job));
  }
  expect(1).toBe(1);
  await app.stop();
}, 600_000);
