import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownArchives, parseDeb822Sources, parseOneLineSources, type AptSource } from './apt-sources.js';

/** What to ask of which archive: each suite of `suites` is tried until one has a server new enough. */
export interface AptArchive {
  readonly sources: readonly AptSource[];
  readonly suites: readonly string[];
  readonly component: string;
}

/** The archive of this Debian or Ubuntu machine, from its own configuration; throws, saying why, elsewhere. */
export function readAptArchive(root = '/'): AptArchive {
  const release = readOsRelease(join(root, 'etc/os-release'));
  const codename = release.get('UBUNTU_CODENAME') ?? release.get('VERSION_CODENAME') ?? '';
  const isUbuntu = release.get('ID') === 'ubuntu' || release.has('UBUNTU_CODENAME');
  if (!isUbuntu && release.get('ID') !== 'debian') throw new Error('this is neither Debian nor Ubuntu');
  const sources = ownArchives(readSources(join(root, 'etc/apt')), codename);
  if (sources.length === 0)
    throw new Error(`no apt source of this machine carries ${codename || 'its release'}`);
  // Older releases carry a nats-server that is too old; these are the first with 2.10 or newer.
  return isUbuntu
    ? { sources, suites: [...new Set([codename, 'noble'])], component: 'universe' }
    : { sources, suites: ['trixie'], component: 'main' };
}

function readOsRelease(file: string): Map<string, string> {
  if (!existsSync(file)) return new Map();
  const matches = readFileSync(file, 'utf8').matchAll(/^([A-Z_]+)="?([^"\n]*)"?$/gm);
  return new Map([...matches].map(([, name = '', value = '']) => [name, value]));
}

function readSources(etcApt: string): AptSource[] {
  const parts = join(etcApt, 'sources.list.d');
  const names = existsSync(parts) ? readdirSync(parts).toSorted() : [];
  const files = [join(etcApt, 'sources.list'), ...names.map((name) => join(parts, name))];
  return files.filter((file) => existsSync(file)).flatMap(readSourcesFile);
}

function readSourcesFile(file: string): AptSource[] {
  if (file.endsWith('.sources')) return parseDeb822Sources(readFileSync(file, 'utf8'));
  return file.endsWith('.list') ? parseOneLineSources(readFileSync(file, 'utf8')) : [];
}
