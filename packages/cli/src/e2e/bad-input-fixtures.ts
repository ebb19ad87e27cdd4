import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { FaultPlace } from './csv-damage.js';
import { DATASET_FAULTS, type DatasetFault, type Expectation, type FaultName } from './dataset-faults.js';

/** The one fault of a broken dataset, as data that a test can hold a message against. */
export interface BrokenDataset extends FaultPlace {
  readonly fault: FaultName;
  /** Without `.gz`, whichever form is in the folder. */
  readonly file: string;
  readonly expect: Expectation;
}

export const FAULT_NAMES = Object.keys(DATASET_FAULTS) as FaultName[];

const findStoredName = (names: string[], file: string): string => {
  const stored = names.find((name) => name === file || name === `${file}.gz`);
  if (!stored) throw new Error(`No ${file} or ${file}.gz to damage`);
  return stored;
};

const damageFile = async (from: string, to: string, fault: DatasetFault): Promise<FaultPlace> => {
  const packed = from.endsWith('.gz');
  const bytes = await readFile(from);
  const { text, ...place } = fault.damage((packed ? gunzipSync(bytes) : bytes).toString('latin1'));
  if (text === null) return place;
  const damaged = Buffer.from(text, 'latin1');
  await writeFile(to, packed ? gzipSync(damaged, { level: 1 }) : damaged);
  return place;
};

/**
 * Copies a dataset folder (of `.csv` or `.csv.gz` files with LF line ends) with exactly one fault in it, and says where the fault
 * is. `line` counts from 1, the header included; `value` is the whole bad cell, 1 MiB of it for `over-long-value`, which a
 * message may shorten. A place is null where there is none: a missing file has no line, a surplus cell no column.
 *
 * @param given.to a folder that is new or empty; it is made.
 * @example
 * const broken = await writeBrokenDataset({ from: bundledData, to: folder, fault: 'bad-date' });
 * // { fault: 'bad-date', file: 'reseller-sales.csv', line: 28927, column: 'OrderDate', value: '2019-02-30', expect: 'rejected-line' }
 */
export const writeBrokenDataset = async (given: {
  from: string;
  to: string;
  fault: FaultName;
}): Promise<BrokenDataset> => {
  const { from, to, fault } = given;
  const { file, expect } = DATASET_FAULTS[fault];
  const names = await readdir(from);
  const damaged = findStoredName(names, file);
  await mkdir(to, { recursive: true });
  for (const name of names.filter((each) => each !== damaged)) {
    await copyFile(join(from, name), join(to, name));
  }
  const place = await damageFile(join(from, damaged), join(to, damaged), DATASET_FAULTS[fault]);
  return { fault, file, expect, ...place };
};
