import { textTable } from './text-table.js';

/** One thing wrong with the environment. */
export interface ConfigFault {
  /** The environment variable. */
  readonly name: string;
  /** What it holds, hidden when it is secret; undefined when it is not set. */
  readonly value: string | undefined;
  readonly fault: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Everything that is wrong with the environment, at once: nobody should have to mend it one start at a time. */
export class ConfigError extends Error {
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    super(
      `the configuration has ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n\n${tableOf(faults)}\n`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

const HEADINGS = ['variable', 'value', 'what is wrong', 'what to do'];

function tableOf(faults: readonly ConfigFault[]): string {
  return textTable([
    HEADINGS,
    ...faults.map(({ name, value, fault, remedy }) => [name, value ?? '(not set)', fault, remedy]),
  ]);
}
