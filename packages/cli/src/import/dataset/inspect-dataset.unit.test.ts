import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULT_NAMES, writeBrokenDataset } from '../../e2e/bad-input-fixtures.js';
import { BUNDLED_DATASET } from '../../main-job/bundled-dataset.js';
import { CsvRefused } from '../csv/refused.js';
import { inspectDataset } from './inspect-dataset.js';

let work: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'inspected datasets '));
});
afterAll(() => rm(work, { recursive: true }));

describe('a dataset', () => {
  it('that is sound is taken, with files in it that nobody knows', async () => {
    await expect(inspectDataset(BUNDLED_DATASET)).resolves.toBeUndefined();
  });

  it('that is not there is named', async () => {
    await expect(inspectDataset(join(work, 'nowhere'))).rejects.toThrow('There is no folder');
  });

  it.each(FAULT_NAMES)(
    'with one fault is refused as a whole only if the file is unusable: %s',
    async (fault) => {
      const broken = await writeBrokenDataset({ from: BUNDLED_DATASET, to: join(work, fault), fault });
      const refusal = await inspectDataset(join(work, fault)).then(() => undefined, faultsIn);
      const { file, line, column, expect: expected } = broken;
      expect(refusal).toEqual(expected === 'refused-file' ? [{ file, line, column }] : undefined);
    },
  );
});

function faultsIn(error: unknown) {
  if (!(error instanceof CsvRefused)) throw error;
  return error.faults.map(({ file, line, column }) => ({ file, line, column }));
}
