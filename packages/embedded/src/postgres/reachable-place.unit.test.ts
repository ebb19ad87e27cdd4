import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { scratchDir } from '../testing/scratch-dir.js';
import { isElsewhere, reachableBase } from './reachable-place.js';

let root = '';
let home = '';
const place = (dir: string) => reachableBase(dir, join(root, 'place'), () => undefined);

beforeEach(() => {
  root = scratchDir('place');
  home = join(root, 'home');
  mkdirSync(home);
});

describe('data that cannot live in its folder', () => {
  it('has one place, which the folder names', async () => {
    expect(isElsewhere(home)).toBe(false);
    const base = await place(home);
    expect(isElsewhere(home)).toBe(true);
    await expect(place(home)).resolves.toBe(base);
  });

  it('follows its folder when that is moved', async () => {
    writeFileSync(join(await place(home), 'rows'), '');
    renameSync(home, `${home}-moved`);
    const base = await place(`${home}-moved`);
    expect(existsSync(join(base, 'rows'))).toBe(true);
  });

  it('stays with the original when its folder is copied', async () => {
    const original = await place(home);
    writeFileSync(join(original, 'rows'), '');
    mkdirSync(`${home}-copy`);
    writeFileSync(join(`${home}-copy`, 'WHERE-THE-DATA-IS.txt'), `${original}\n`);
    const base = await place(`${home}-copy`);
    expect(existsSync(join(base, 'rows'))).toBe(false);
    expect(existsSync(join(original, 'rows'))).toBe(true);
  });

  it('is set aside, not reused, when its folder was deleted and made anew', async () => {
    writeFileSync(join(await place(home), 'rows'), '');
    rmSync(home, { recursive: true });
    mkdirSync(home);
    const base = await place(home);
    expect(existsSync(join(base, 'rows'))).toBe(false);
    expect(existsSync(join(`${base}.old`, 'rows'))).toBe(true);
  });
});
