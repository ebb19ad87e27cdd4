import { type CsvFault, describeFault } from './fault.js';

/** A dataset that cannot be taken as a whole: a file is missing, cut, of another encoding or of other columns. */
export class CsvRefused extends Error {
  readonly faults: readonly CsvFault[];

  constructor(faults: readonly CsvFault[], options?: ErrorOptions) {
    super(faults.map(describeFault).join('\n'), options);
    this.name = 'CsvRefused';
    this.faults = faults;
  }
}
