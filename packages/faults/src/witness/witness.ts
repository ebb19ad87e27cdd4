import { fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** What a writer asked for, what it was told, or what was done to the system, noted outside of it. */
export type Entry =
  | {
      readonly what: 'asked';
      readonly saleId: string;
      readonly events: number;
      readonly refuse: boolean;
      readonly mode: string;
    }
  /** One attempt's end: a status, or what broke. Only the last of a sale counts. */
  | {
      readonly what: 'answered';
      readonly saleId: string;
      readonly status: number | string;
      readonly by: string;
    }
  /** Nobody knows: the writer gave up. */
  | { readonly what: 'unknown'; readonly saleId: string }
  | { readonly what: 'fault'; readonly name: string; readonly at: string };

/** The append-only record of a scenario. */
export interface Witness {
  readonly path: string;
  note(entry: Entry): void;
  entries(): readonly Entry[];
}

/** Opens a file that only grows. An entry is on disk when `note` returns: it survives any kill. */
export function openWitness(path: string): Witness {
  const file = openSync(path, 'a');
  return {
    path,
    note(entry) {
      writeSync(file, `${JSON.stringify(entry)}\n`);
      fdatasyncSync(file);
    },
    entries: () =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Entry),
  };
}
