import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchDir } from '../testing/scratch-dir.js';
import { readAptArchive } from './apt-machine.js';

function machine(osRelease: string, files: Record<string, string>): string {
  const root = scratchDir('machine');
  mkdirSync(join(root, 'etc/apt/sources.list.d'), { recursive: true });
  writeFileSync(join(root, 'etc/os-release'), osRelease);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'etc/apt', name), text);
  return root;
}

describe('the archive of this machine', () => {
  it('is read from both formats on Debian, and asked for trixie', () => {
    const root = machine('ID=debian\nVERSION_CODENAME=bookworm\n', {
      'sources.list': 'deb http://one.test/debian bookworm main\n',
      'sources.list.d/debian.sources':
        'Types: deb\nURIs: http://two.test/debian\nSuites: bookworm\nComponents: main\n',
      'sources.list.d/off.list.disabled': 'deb http://three.test/debian bookworm main\n',
    });
    const archive = readAptArchive(root);
    expect(archive.sources.map(({ uris }) => uris)).toEqual([
      'http://one.test/debian',
      'http://two.test/debian',
    ]);
    expect(archive.suites).toEqual(['trixie']);
  });

  it('is asked for its own suite first on Ubuntu and its descendants', () => {
    const root = machine('ID=linuxmint\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME="jammy"\n', {
      'sources.list': 'deb http://one.test/ubuntu jammy main universe\n',
    });
    expect(readAptArchive(root)).toMatchObject({ suites: ['jammy', 'noble'], component: 'universe' });
  });

  it('does not exist elsewhere', () => {
    expect(() => readAptArchive(machine('ID=fedora\n', {}))).toThrow('neither Debian nor Ubuntu');
  });

  it('must be configured', () => {
    const root = machine('ID=debian\nVERSION_CODENAME=bookworm\n', {});
    expect(() => readAptArchive(root)).toThrow('no apt source of this machine carries bookworm');
  });
});
