import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** What the suite was asked to do. */
export interface Options {
  readonly seeds: readonly number[];
  /** Names of scenarios; all of them when empty. */
  readonly only: readonly string[];
  /** How long to go on with fresh seeds, in milliseconds; undefined for one pass over the seeds. */
  readonly soakMs: number | undefined;
  readonly help: boolean;
}

/** The suite was asked for something it does not know. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: npm run test:faults -- [--seed 1,2,3] [--only scenario,...] [--soak 30m]

  --seed   repeats a run with its seeds; without it three fresh ones are taken and printed
  --only   plays these scenarios only (with every seed)
  --soak   goes on with fresh seeds for so long (90s, 30m, 2h)`;

const SEEDS = 3;
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** Reads the command line. @throws UsageError saying what is wrong with it. */
export function readOptions(args: readonly string[], known: readonly string[]): Options {
  const { values } = parse(args);
  const only = listOf(values.only);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`there is no scenario ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  const seeds = listOf(values.seed).map(Number);
  if (seeds.some((seed) => !Number.isSafeInteger(seed) || seed < 0))
    throw new UsageError(`--seed takes whole numbers separated by commas, not ${values.seed}`);
  return {
    seeds: seeds.length > 0 ? seeds : Array.from({ length: SEEDS }, freshSeed),
    only,
    soakMs: values.soak === undefined ? undefined : durationOf(values.soak),
    help: values.help ?? false,
  };
}

/** A seed that nobody has chosen. */
export function freshSeed(): number {
  return randomInt(1_000_000);
}

function parse(args: readonly string[]) {
  const options = {
    seed: { type: 'string' },
    only: { type: 'string' },
    soak: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function durationOf(text: string): number {
  const [, amount, unit] = /^(\d+)([smh])$/.exec(text) ?? [];
  if (!amount || !unit) throw new UsageError(`--soak takes a time like 90s, 30m or 2h, not ${text}`);
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}
