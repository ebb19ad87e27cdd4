import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTemporaryFolder, resolveNatsServer, startNats, startPostgres } from '@quyu/embedded';
import type { Infrastructure } from './addresses.js';

/** Postgres and NATS as processes of this machine, in a folder that goes when they do. */
export async function embeddedInfrastructure(cacheDir: string): Promise<Infrastructure> {
  const dir = createTemporaryFolder('quyu-test');
  const onProgress = (line: string): void => void process.stderr.write(`test infrastructure: ${line}\n`);
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((each) => each.stop()));
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const bin = await resolveNatsServer({ cacheDir, onProgress });
    const nats = await startNats({ dir: join(dir, 'nats'), bin: bin.path, onProgress });
    started.push(nats);
    const postgres = await startPostgres({ dir: join(dir, 'postgres'), durable: false, onProgress });
    started.push(postgres);
    return {
      postgresUrl: postgres.url,
      natsUrl: nats.url,
      source: `embedded (nats-server from ${bin.source})`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
