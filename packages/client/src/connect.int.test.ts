import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { resolveNatsServer, startNats } from '@quyu/embedded';
import { expect, test } from 'vitest';
import { withConnection } from './connect.js';

test('the credentials of an address are used, and not shown when they are wrong', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'quyu-client-'));
  const { path: bin } = await resolveNatsServer({ cacheDir: resolve('.quyu/cache') });
  const authorization = 'authorization { users = [ { user: "crm", password: "s3cret" } ] }';
  const nats = await startNats({ dir, bin, authorization });
  const at = (login: string) => ({ natsUrl: nats.url.replace('//', `//${login}@`) });
  try {
    expect(await withConnection(at('crm:s3cret'), 'test', async (nc) => nc.info?.version)).toMatch(/^2\./);
    const refused = withConnection(at('crm:wr0ng'), 'test', async () => undefined);
    await expect(refused).rejects.toThrow(/no NATS server answers at nats:\/\/127/);
    await expect(refused).rejects.not.toThrow('wr0ng');
  } finally {
    await nats.stop();
    await rm(dir, { recursive: true, force: true });
  }
});
