import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Fetches one published version into a folder and unpacks it: for sources that are far too large to be installed everywhere.
 *
 * @param integrity `sha512-...`, as a lockfile has it; anything else that arrives is refused.
 * @returns the folder with the package's files.
 */
export function fetchPackage(name, version, integrity, folder) {
  const target = join(folder, name);
  mkdirSync(target, { recursive: true });
  const packed = execFileSync(
    'npm',
    ['pack', `${name}@${version}`, '--silent', '--pack-destination', target],
    { encoding: 'utf8' },
  );
  const file = join(target, packed.trim());
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (found !== integrity)
    throw new Error(`${name}@${version} is not what it was: ${found} instead of ${integrity}`);
  execFileSync('tar', ['xzf', file, '-C', target]);
  return join(target, 'package');
}
