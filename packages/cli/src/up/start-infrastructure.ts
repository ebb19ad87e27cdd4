import { join } from 'node:path';
import { resolveNatsServer, startNats, startPostgres } from '@quyu/embedded';
import type { NatsAccounts } from './nats-accounts.js';
import type { Progress } from '../terminal/progress.js';
import type { Teardown } from './teardown.js';

/** What the platform stands on. */
export interface Infrastructure {
  readonly databaseUrl: string;
  readonly natsUrl: string;
}

/** Starts Postgres and nats-server side by side, with their data in the state folder. The caller holds its lock. */
export async function startInfrastructure(
  folders: { readonly state: string; readonly cache: string },
  accounts: NatsAccounts,
  progress: Progress,
  teardown: Teardown,
): Promise<Infrastructure> {
  const onProgress = (line: string): void => progress.note(`  ${line}`);
  const postgres = startPostgres({ dir: join(folders.state, 'postgres'), onProgress }).then((server) => {
    teardown.add(() => server.stop());
    return server;
  });
  const nats = resolveNatsServer({ cacheDir: folders.cache, onProgress }).then(async ({ path }) => {
    const { authorization, env } = accounts;
    const dir = join(folders.state, 'nats');
    const server = await startNats({ dir, bin: path, authorization, env, onProgress });
    teardown.add(() => server.stop());
    return server;
  });
  // Both are waited for even when one fails, so that neither is left behind.
  await Promise.allSettled([postgres, nats]);
  return { databaseUrl: (await postgres).url, natsUrl: (await nats).url };
}
