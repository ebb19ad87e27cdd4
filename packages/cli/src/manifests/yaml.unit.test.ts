import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { KUBERNETES_FOLDER } from './checks/render.js';
import { yamlTraps } from './checks/yaml-traps.js';
import { yamlOf } from './yaml-text.js';

const TRAPS =
  'y N yes No on OFF 012 -07 0x1F 0o17 0b11 1e3 1.5E-3 1_000 12:30 190:20:30.15 2026-11-26 2026-11-26T10:00:00Z .inf -.Inf .nan ~ ='.split(
    ' ',
  );
/** A key that merges: YAML 1.1 alone knows it. */
const MERGE = '<<';
const HARMLESS = [
  'yes.',
  'only',
  '10.0.0.0/8',
  '0.0.0.0',
  '250m',
  '1Gi',
  '8080',
  '0',
  'v1',
  '2.12-alpine',
  'true',
  '1h',
];

const read = (text: string, version: '1.1' | '1.2'): unknown[] =>
  parseAllDocuments(text, { version }).map((document) => document.toJS() as unknown);

describe('the files of the manifests', () => {
  const files = globSync('**/*.yaml', { cwd: KUBERNETES_FOLDER });

  it.each(files)('%s means the same to every reader of YAML', (path) => {
    const text = readFileSync(join(KUBERNETES_FOLDER, path), 'utf8');
    expect(yamlTraps(path, text)).toEqual([]);
    expect(read(text, '1.1')).toEqual(read(text, '1.2'));
  });

  it('are there', () => expect(files.length).toBeGreaterThan(20));
});

describe('a scalar that looks like something else', () => {
  it.each([...TRAPS, MERGE])('%s is noticed as a value and as a key, and in quotes it is not', (text) => {
    expect(yamlTraps('a.yaml', `a: 1\nb:\n  - ${text}\n`)).toEqual([
      expect.stringMatching(/^a\.yaml:3: .*: put it into quotes$/),
    ]);
    expect(yamlTraps('a.yaml', `? ${text}\n: {}\n`)).toHaveLength(1);
    expect(yamlTraps('a.yaml', `a: "${text}"\n`)).toEqual([]);
  });

  it.each(HARMLESS)('%s is left alone', (text) => {
    expect(yamlTraps('a.yaml', `a: ${text}\n`)).toEqual([]);
  });
});

describe('what we write', () => {
  it('stays the text that it was, for readers of either version, and has no trap', () => {
    // The library takes "<<" for its sign of a merge wherever it stands; no name or value of ours is that.
    const scalar = fc
      .oneof(fc.constantFrom(...TRAPS, ...HARMLESS), fc.string())
      .filter((text) => text !== MERGE);
    const object = fc.dictionary(
      scalar.filter((key) => key !== '__proto__'),
      fc.oneof(scalar, fc.array(scalar)),
    );
    fc.assert(
      fc.property(object, (given) => {
        const text = yamlOf([given]);
        expect(yamlTraps('ours', text)).toEqual([]);
        expect(read(text, '1.1')).toEqual([{ ...given }]);
        expect(read(text, '1.2')).toEqual([{ ...given }]);
      }),
    );
  });
});
