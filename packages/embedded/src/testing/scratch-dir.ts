import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];
afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** A new empty folder that is removed when the test file is done. */
export function scratchDir(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `quyu-${name}-`));
  made.push(dir);
  return dir;
}
