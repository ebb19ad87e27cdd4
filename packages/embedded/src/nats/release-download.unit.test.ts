import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { scratchDir } from '../testing/scratch-dir.js';
import { cachedNatsPath } from './install.js';
import { downloadRelease, publishedChecksum, releaseName } from './release-download.js';

const NAME = releaseName(process.platform, process.arch) ?? '';
const ARCHIVE = `${NAME}.tar.gz`;
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function packRelease(): Buffer {
  const dir = scratchDir('release');
  mkdirSync(join(dir, NAME));
  writeFileSync(join(dir, NAME, 'nats-server'), '#!/bin/sh\necho nats-server: v2.10.27\n');
  chmodSync(join(dir, NAME, 'nats-server'), 0o755);
  execFileSync('tar', ['-czf', ARCHIVE, NAME], { cwd: dir });
  return readFileSync(join(dir, ARCHIVE));
}

async function serve(files: Record<string, Buffer | string>): Promise<string> {
  const server = createServer((request, response) => {
    const body = files[request.url?.split('/').at(-1) ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const newCache = () => scratchDir('cache');
const sumOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('an official release', () => {
  it('is named after system and processor', () => {
    expect(releaseName('linux', 'x64')).toMatch(/^nats-server-v2\.\d+\.\d+-linux-amd64$/);
    expect(releaseName('darwin', 'arm64')).toMatch(/-darwin-arm64$/);
    expect(releaseName('win32', 'x64')).toMatch(/-windows-amd64$/);
    expect(releaseName('sunos', 'x64')).toBeUndefined();
  });

  it('has its checksum found by its full name', () => {
    const sums = 'aa  nats-server-v2-linux-amd64.tar.gz.sig\nBB *nats-server-v2-linux-amd64.tar.gz\n';
    expect(publishedChecksum(sums, 'nats-server-v2-linux-amd64.tar.gz')).toBe('bb');
    expect(publishedChecksum(sums, 'another')).toBeUndefined();
  });

  it('goes into the cache when it is what was published', async () => {
    const archive = packRelease();
    const releases = await serve({ SHA256SUMS: `${sumOf(archive)}  ${ARCHIVE}\n`, [ARCHIVE]: archive });
    const cacheDir = newCache();
    mkdirSync(join(cacheDir, 'nats-server'));
    const installed = await downloadRelease(cacheDir, releases);
    expect(installed).toEqual({ path: cachedNatsPath(cacheDir), version: '2.10.27' });
    expect(existsSync(installed.path)).toBe(true);
  });

  it('is refused when a byte differs from what was published', async () => {
    const archive = packRelease();
    const releases = await serve({
      SHA256SUMS: `${sumOf(archive)}  ${ARCHIVE}\n`,
      [ARCHIVE]: Buffer.concat([archive, Buffer.from('x')]),
    });
    const cacheDir = newCache();
    await expect(downloadRelease(cacheDir, releases)).rejects.toThrow('has checksum');
    expect(existsSync(cachedNatsPath(cacheDir))).toBe(false);
  });

  it('is refused when its checksum is not published', async () => {
    const releases = await serve({ SHA256SUMS: '', [ARCHIVE]: packRelease() });
    await expect(downloadRelease(newCache(), releases)).rejects.toThrow('published is none');
  });

  it('says which address failed', async () => {
    await expect(downloadRelease(newCache(), await serve({}))).rejects.toThrow('SHA256SUMS: answered 404');
  });
});
