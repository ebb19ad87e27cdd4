import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { locateBinaries, programOf } from './binaries.js';

describe('the bundled Postgres', () => {
  it('is found for this platform', () => {
    const binaries = locateBinaries();
    expect(binaries.version).toMatch(/^18\./);
    expect(existsSync(programOf(binaries, 'initdb'))).toBe(true);
  });

  it('says so when there is none for a platform', () => {
    expect(() => locateBinaries('sunos-x64')).toThrow('there are no Postgres binaries for sunos-x64');
  });

  it('says so when the package for a platform is not installed', () => {
    const absent = process.platform === 'win32' ? 'linux-x64' : 'win32-x64';
    expect(() => locateBinaries(absent)).toThrow('is not installed');
  });
});
