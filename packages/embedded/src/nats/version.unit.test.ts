import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchDir } from '../testing/scratch-dir.js';
import { compareVersions, parseVersion, requireNatsServer } from './version.js';

function program(script: string): string {
  const path = join(scratchDir('version'), 'nats-server');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('versions', () => {
  it('are read out of what nats-server prints', () => {
    expect(parseVersion('nats-server: v2.10.27\n')).toEqual([2, 10, 27]);
    expect(parseVersion('no version here')).toBeUndefined();
  });

  it('compare by number, not by letter', () => {
    expect(compareVersions([2, 9, 99], [2, 10, 0])).toBeLessThan(0);
    expect(compareVersions([2, 10, 0], [2, 10, 0])).toBe(0);
    expect(compareVersions([10, 0, 0], [9, 9, 9])).toBeGreaterThan(0);
  });
});

describe('a program that should be nats-server', () => {
  it('is taken when it is new enough', async () => {
    await expect(requireNatsServer(program('echo nats-server: v2.11.4'))).resolves.toBe('2.11.4');
  });

  it('is refused when it is too old, saying so', async () => {
    await expect(requireNatsServer(program('echo nats-server: v2.9.10'))).rejects.toThrow(
      'is version 2.9.10, and 2.10.0 or newer is needed',
    );
  });

  it('is refused when it is something else', async () => {
    await expect(requireNatsServer(program('echo busybox 1.36.1'))).rejects.toThrow('is not a nats-server');
  });

  it('is refused with its last words when it fails', async () => {
    await expect(requireNatsServer(program('echo cannot find libc >&2; exit 1'))).rejects.toThrow(
      'cannot find libc',
    );
  });
});
