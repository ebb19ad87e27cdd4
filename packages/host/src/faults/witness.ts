import { fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** What a writer asked for and what it was told, noted outside of the system under test. */
export interface WitnessEntry {
  readonly what: 'asked' | 'committed' | 'rolled-back' | 'unknown';
  /** The numbers that the events of the transaction carry. */
  readonly tokens: readonly number[];
}

/** Opens a file that only grows. An entry is on disk when the call returns: it survives any kill. */
export function openWitness(path: string): (entry: WitnessEntry) => void {
  const file = openSync(path, 'a');
  return (entry) => {
    writeSync(file, `${JSON.stringify(entry)}\n`);
    fdatasyncSync(file);
  };
}

/** Reads what was noted. */
export function readWitness(path: string): WitnessEntry[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as WitnessEntry);
}
