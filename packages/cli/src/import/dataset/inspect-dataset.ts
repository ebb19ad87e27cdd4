import { existsSync, statSync } from 'node:fs';
import { CliError } from '../../cli-error.js';
import type { CsvFault } from '../csv/fault.js';
import { inspectCsv } from '../csv/inspect.js';
import { CsvRefused } from '../csv/refused.js';
import { LAYOUTS } from './layouts.js';

/**
 * Looks at every file of a dataset before anything is written, so that a folder that cannot be taken leaves no trace.
 *
 * @throws CsvRefused with the first fault of each unusable file. @throws CliError when there is no such folder.
 */
export async function inspectDataset(folder: string): Promise<void> {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new CliError(`There is no folder ${folder}.`, 'Name the folder that holds the CSV files.');
  }
  const faults: CsvFault[] = [];
  for (const layout of LAYOUTS) {
    const fault = await inspectCsv(layout, folder);
    if (fault) faults.push(fault);
  }
  if (faults.length > 0) throw new CsvRefused(faults);
}
