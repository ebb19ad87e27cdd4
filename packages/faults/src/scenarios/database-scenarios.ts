import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './scenario.js';

export const postgresStops: Scenario = {
  name: 'postgres-immediate-stop',
  summary: 'Postgres stops at once, without a checkpoint, and recovers from its log',
  async play(stage) {
    for (let round = 0; round < 2; round += 1) {
      await stage.progress(stage.random.between(20, 50));
      await stage.fault('stop Postgres immediately', async () => {
        await stage.world.site.postgres.stopImmediately();
        await stage.while(600);
        await stage.world.site.postgres.start();
      });
    }
    await stage.progress(20);
  },
};

export const backendsKilled: Scenario = {
  name: 'backends-killed',
  summary: 'random connections of the services are ended by the server',
  async play(stage) {
    for (let round = 0; round < 25; round += 1) {
      await stage.progress(stage.random.between(1, 5));
      await stage.fault('end a backend', () =>
        stage.world.database.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
           and application_name like 'quyu %' order by md5(pid::text || $1) limit 2`,
          [String(stage.random.next())],
        ),
      );
      await sleep(50);
    }
  },
};

export const ambiguousCommits: Scenario = {
  name: 'ambiguous-commits',
  summary: 'the answer to a commit is lost: it may or may not have happened, and the client asks again',
  world: { proxied: true },
  load: { refusals: 0 },
  async play(stage) {
    const { postgres } = stage.world.network;
    const lost = postgres.loseAnswersTo(/\bcommit\b/i, () => stage.random.next() < 0.08);
    await stage.fault('lose answers to commits', () => stage.progress(150));
    postgres.heal();
    for (let each = 1; each < lost(); each += 1) await stage.fault('an answer was lost', () => undefined);
    if (lost() < 5)
      throw new Error(`only ${lost()} answers to commits were lost: the scenario shows nothing`);
    await stage.progress(10);
  },
};
