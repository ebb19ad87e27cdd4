import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../run-command.js';
import { installNatsServer, type InstalledNats } from './install.js';

const VERSION = 'v2.10.27';
const RELEASES = 'https://github.com/nats-io/nats-server/releases/download';
const SUMS_MS = 20_000;
const ARCHIVE_MS = 120_000;
const UNPACK_MS = 30_000;

/** The name of the release archive for a platform, without its ending; undefined when there is none. */
export function releaseName(platform: string, arch: string): string | undefined {
  const os = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[platform];
  const cpu = { x64: 'amd64', arm64: 'arm64', arm: 'arm7', ia32: '386' }[arch];
  if (!os || !cpu || (os !== 'linux' && cpu === 'arm7') || (os === 'darwin' && cpu === '386'))
    return undefined;
  return `nats-server-${VERSION}-${os}-${cpu}`;
}

/** The checksum of `archive` in a SHA256SUMS file; undefined when it is not listed. */
export function publishedChecksum(sums: string, archive: string): string | undefined {
  const line = sums.split('\n').find((entry) => entry.trim().split(/\s+\*?/)[1] === archive);
  return line?.trim().split(/\s+/)[0]?.toLowerCase();
}

/** Fetches the official release of nats-server into `cacheDir` and checks it against its published checksum. */
export async function downloadRelease(cacheDir: string, releases: string = RELEASES): Promise<InstalledNats> {
  const name = releaseName(process.platform, process.arch);
  if (!name) throw new Error(`there is no release for ${process.platform}-${process.arch}`);
  const archive = `${name}${process.platform === 'win32' ? '.zip' : '.tar.gz'}`;
  const sums = await download(`${releases}/${VERSION}/SHA256SUMS`, SUMS_MS);
  const expected = publishedChecksum(sums.toString('utf8'), archive);
  const bytes = await download(`${releases}/${VERSION}/${archive}`, ARCHIVE_MS);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== expected)
    throw new Error(`${archive} has checksum ${actual}, published is ${expected ?? 'none'}`);
  return unpack(bytes, name, archive, cacheDir);
}

async function unpack(
  bytes: Buffer,
  name: string,
  archive: string,
  cacheDir: string,
): Promise<InstalledNats> {
  const work = mkdtempSync(join(tmpdir(), 'quyu-nats-'));
  try {
    writeFileSync(join(work, archive), bytes);
    await runCommand('tar', ['-xf', archive], { timeoutMs: UNPACK_MS, cwd: work });
    const program = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server';
    return await installNatsServer(join(work, name, program), cacheDir);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function download(url: string, timeoutMs: number): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    throw new Error(`${url}: ${error instanceof Error ? error.message : String(error)}${cause}`, {
      cause: error,
    });
  }
}
