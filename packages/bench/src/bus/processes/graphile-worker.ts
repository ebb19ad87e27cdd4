import { Logger, type Runner, run } from 'graphile-worker';
import { Pool } from 'pg';
import { contend } from '../contend.js';
import {
  CREATE_EFFECT,
  INSERT_EFFECTS,
  type Sale,
  effectColumns,
  effectsPerSecond,
  produce,
} from '../effects.js';
import { POOL_SIZE } from '../site.js';

/** Fetched and completed by the batch; so many at a time that their effects can be gathered into one statement. */
const WORKER = {
  concurrentJobs: 500,
  maxPoolSize: POOL_SIZE,
  pollInterval: 100,
  localQueue: { size: 2000 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
  preparedStatements: true,
};

const ADD_JOBS = `select from graphile_worker.add_jobs(
  array(select ('sold', sale, null, null, null, null, null, null)::graphile_worker.job_spec from unnest($1::json[]) as s (sale)))`;

await contend(async ({ databaseUrl }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  await pool.query(CREATE_EFFECT);
  const runner = await startWorker(databaseUrl, pool);
  return {
    settings: { ...WORKER, connectionsToPostgres: POOL_SIZE },
    works: {
      flow: (amount) =>
        effectsPerSecond(pool, 'effect', amount, () => produce(amount, (sales) => addJobs(pool, sales))),
    },
    async stop() {
      await runner.stop();
      await pool.end();
    },
  };
});

function startWorker(connectionString: string, pool: Pool): Promise<Runner> {
  const note = gather(pool);
  return run({
    preset: { worker: { ...WORKER, connectionString } },
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    crontab: '',
    taskList: { sold: (payload) => note(payload as Sale) },
  });
}

/** Jobs that run at the same time write together: what comes during one insert goes with the next. */
function gather(pool: Pool): (sale: Sale) => Promise<void> {
  let waiting: Sale[] = [];
  let next: Promise<void> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const write = async (): Promise<void> => {
    await last;
    const sales = waiting;
    waiting = [];
    next = undefined;
    last = pool.query({ name: 'effects', text: INSERT_EFFECTS, values: effectColumns(sales) });
    await last;
  };
  return (sale) => {
    waiting.push(sale);
    return (next ??= write());
  };
}

async function addJobs(pool: Pool, sales: readonly Sale[]): Promise<void> {
  await pool.query({ name: 'add', text: ADD_JOBS, values: [sales.map((sale) => JSON.stringify(sale))] });
}
