import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@quyu/contract-kit';
import { type CreditingRuleDraft, incentiveApi, type RunRequest } from '@quyu/incentive-contracts';
import { Pool } from 'pg';
import type { Site } from '../bus/site.js';
import { fillReferences, type Market } from './market.js';
import { fillSales, PLAN } from './rewarded-market.js';
import { startIncentive } from './start-incentive.js';

/** A host with a market's sales and the plan, and what the figures ask of it. */
export interface Calculating {
  readonly pool: Pool;
  /** Takes in lines of a file, and waits until they are summed up. */
  readonly sell: (csv: string) => Promise<void>;
  /** Sets so many crediting rules, each for the lines of some salespeople: a tenth goes to another, and an overlay on top. */
  readonly setRules: (count: number) => Promise<void>;
  /** Seconds of a run, from asking for it until it is known to be done. */
  readonly run: (request: RunRequest) => Promise<number>;
  readonly stop: () => Promise<void>;
}

const PAUSE_MS = 2;

export async function startCalculating(site: Site, market: Market): Promise<Calculating> {
  const { host, token } = await startIncentive(site);
  const pool = new Pool({ connectionString: site.databaseUrl, max: 2 });
  const options = { baseUrl: host.url, token, timeoutMs: 600_000 };
  const api = createClient(incentiveApi, options);
  await fillReferences(pool, market);
  await fillSales(pool, market);
  await pool.query(END_OF);
  await api.putPlan({ params: { code: 'channel' }, body: PLAN });
  return {
    pool,
    sell: async (csv) => {
      const query = { source: 'erp', file: 'more.csv', currency: 'CNY' };
      await api.importSales({ query, body: Buffer.from(csv) });
      while (await hasDirtyQuarters(pool)) await sleep(PAUSE_MS);
    },
    setRules: async (count) => {
      for (let n = 1; n <= count; n += 1)
        await api.putCreditingRule({ params: { code: `rule-${n}` }, body: ruleOf(n) });
    },
    run: async (body) => {
      const began = performance.now();
      const { jobId } = await api.startRun({ body });
      const state = await endOf(pool, jobId);
      if (state === 'failed') throw new Error(`the run of job ${jobId} has failed`);
      return (performance.now() - began) / 1000;
    },
    stop: async () => {
      await pool.end();
      await host.stop();
    },
  };
}

function ruleOf(n: number): CreditingRuleDraft {
  const salespeople = Array.from({ length: 20 }, (_, at) => `S${20 * n + at}`);
  const split = [{ salesperson: 'line', shareBp: 9_000 }, { salesperson: `S${n}`, shareBp: 1_000 }];
  const overlays = [{ salesperson: `S${n + 1}`, shareBp: 500 }];
  return { effectiveFrom: '2018-01-01', effectiveTo: null, when: { salespeople }, split, overlays };
} // prettier-ignore

async function hasDirtyQuarters(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ some: boolean }>(
    'select exists (select from incentive.dirty_quarter) as some',
  );
  return rows[0]!.some;
}

/**
 * Waits until a job has ended. Not asked of the host, which may turn a question away while it calculates; and the database waits, not
 * this process, which is the host's too.
 */
async function endOf(pool: Pool, jobId: string): Promise<string> {
  const { rows } = await pool.query<{ state: string }>('select bench_end_of($1) as state', [jobId]);
  return rows[0]!.state;
}

const END_OF = `create function bench_end_of(asked uuid) returns text language plpgsql as $body$
  declare ended text;
  begin
    loop
      select state into ended from incentive.job where id = asked and state in ('succeeded', 'failed');
      exit when found;
      perform pg_sleep(0.0005);
    end loop;
    return ended;
  end
$body$`;
