import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a new empty folder for servers' state, below the system's temporary folder; remove it when done. Others may enter
 * it, because under root Postgres runs as another user; what is secret is protected where it lies.
 *
 * @param name start of the folder's name.
 * @example const dir = createTemporaryFolder('quyu-once'); // '/tmp/quyu-once-x7Kq2d'
 */
export function createTemporaryFolder(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `${name}-`));
  chmodSync(dir, 0o755);
  return dir;
}
