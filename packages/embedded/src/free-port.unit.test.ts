import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchDir } from './testing/scratch-dir.js';
import { choosePort, freePort } from './free-port.js';

async function takePort(): Promise<{ port: number; free: () => void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, free: () => void server.close() };
}

const portFile = () => join(scratchDir('port'), 'port');

describe('a free port', () => {
  it('is the preferred one when that is free', async () => {
    const port = await freePort();
    await expect(freePort(port)).resolves.toBe(port);
  });

  it('is another one when the preferred one is taken', async () => {
    const taken = await takePort();
    await expect(freePort(taken.port)).resolves.not.toBe(taken.port);
    taken.free();
  });

  it('is remembered for the next time', async () => {
    const file = portFile();
    const port = await choosePort(file, undefined, 'it');
    expect(readFileSync(file, 'utf8')).toBe(`${port}\n`);
    await expect(choosePort(file, undefined, 'it')).resolves.toBe(port);
  });

  it('is found even if the note is damaged', async () => {
    const file = portFile();
    writeFileSync(file, 'rubbish');
    await expect(choosePort(file, undefined, 'it')).resolves.toBeGreaterThan(0);
  });

  it('is refused when it was asked for and is taken', async () => {
    const taken = await takePort();
    const error = choosePort(portFile(), taken.port, 'Postgres');
    await expect(error).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining(String(taken.port)) as string,
    });
    taken.free();
  });
});
