import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformApi, z } from '@quyu/contract-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { marketSpecs } from './market-specs.js';
import { checkEvolution, publishContracts, readPublished } from './published-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quyu-catalogue-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const without = marketSpecs({ event: { schema: z.object({ stallId: z.string() }) } });
const grown = marketSpecs({
  event: { schema: z.object({ stallId: z.string(), name: z.string(), place: z.string().optional() }) },
});
const hostRoutes = Object.keys(platformApi('stall').routes).toSorted();
const BROKEN = 'stall.pitched.v1 /data/name is gone: it would break guard';

describe('publishing', () => {
  test('keeps each contract in a file of its own, and is not needed again', () => {
    expect(publishContracts(marketSpecs(), folder)).toEqual([
      ...hostRoutes.map((name) => `published/platform.v1/${name}.json`),
      'published/stall.pitched.v1.json',
      'published/stall.v1/pitch.json',
    ]);
    expect(publishContracts(marketSpecs(), folder)).toEqual([]);
    expect(checkEvolution(marketSpecs(), folder)).toEqual([]);
    expect(JSON.parse(readPublished(folder)['published/stall.pitched.v1.json'] ?? '')).toMatchObject({
      event: 'stall.pitched.v1',
      aggregate: 'stall',
      data: { type: 'object' },
    });
  });

  test('lets a contract grow, and from then on the growth is promised too', () => {
    publishContracts(marketSpecs(), folder);
    expect(publishContracts(grown, folder)).toEqual(['published/stall.pitched.v1.json']);
    expect(checkEvolution(marketSpecs(), folder)).toEqual([
      'stall.pitched.v1 /data/place is gone: it would break guard',
    ]);
  });

  test('refuses what would break somebody, and then writes nothing', () => {
    publishContracts(marketSpecs(), folder);
    const before = readPublished(folder);
    expect(() => publishContracts(without, folder)).toThrow(BROKEN);
    expect(readPublished(folder)).toEqual(before);
  });

  test('never removes what the code no longer has', () => {
    publishContracts(marketSpecs(), folder);
    expect(() => publishContracts(marketSpecs({ without: 'event' }), folder)).toThrow(
      'is no longer published',
    );
    expect(Object.keys(readPublished(folder))).toContain('published/stall.pitched.v1.json');
  });
});

describe('checking', () => {
  test('names whom a change would break', () => {
    publishContracts(marketSpecs(), folder);
    expect(checkEvolution(without, folder)).toEqual([BROKEN]);
  });

  test('asks for what is new or has grown to be published, so that it is guarded from then on', () => {
    expect(checkEvolution(marketSpecs(), folder)).toHaveLength(hostRoutes.length + 2);
    publishContracts(marketSpecs(), folder);
    expect(checkEvolution(grown, folder)).toEqual([
      'published/stall.pitched.v1.json is not what the code promises: publish it with "quyu catalogue --publish"',
    ]);
  });

  test('names a file that somebody spoilt', () => {
    publishContracts(marketSpecs(), folder);
    const path = join(folder, 'published/stall.pitched.v1.json');
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 40));
    expect(() => checkEvolution(marketSpecs(), folder)).toThrow('published/stall.pitched.v1.json is no JSON');
  });
});
