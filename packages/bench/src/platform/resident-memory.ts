import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory a process holds in RAM, in MB of 10^6 bytes: now, and (where the system tells) at its highest. */
export interface ResidentMemory {
  readonly now: number;
  readonly peak: number | undefined;
}

const KIB_TO_MB = 1024 / 1_000_000;

/** Asks the system how much memory a process holds. */
export function residentMemory(pid: number): ResidentMemory {
  if (process.platform !== 'linux') {
    const kib = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
    return { now: kib * KIB_TO_MB, peak: undefined };
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * KIB_TO_MB;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}
