import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder } from '@quyu/embedded';
import { atMost, type Figure } from '../figure.js';
import { measureAuthorised } from './measure-authorised.js';
import { startPlatform } from './platform-process.js';
import { residentMemory } from './resident-memory.js';

const STARTS = 3;
const BOOT_SECONDS = 6;
const MAIN_JOB_SECONDS = 30;
const MEGABYTES = 400;

/** How the group is measured. */
export interface PlatformOptions {
  /** Names of the figures to measure. Default: all. */
  readonly only?: readonly string[] | undefined;
  readonly scale: number;
  readonly rounds: number;
}

const OF_THE_PROCESS = ['main-job-s', 'rss-peak-mb', 'boot-s', 'rss-mb'];

/** What a request costs for being authorised, then the whole platform in one process. */
export async function* measurePlatform({ only, scale, rounds }: PlatformOptions): AsyncIterable<Figure> {
  const isAsked = (name: string): boolean => only?.includes(name) ?? true;
  if (isAsked('authorised')) yield await measureAuthorised(rounds, scale);
  if (OF_THE_PROCESS.some(isAsked)) yield* measureProcess();
}

/** Its main job from an empty database, then starts with everything in place. */
async function* measureProcess(): AsyncIterable<Figure> {
  const state = createTemporaryFolder('quyu-bench');
  try {
    const first = await startPlatform(state);
    const { peak } = residentMemory(first.pid);
    await first.stop();
    yield atMost('main-job-s', mainJobSeconds(state), MAIN_JOB_SECONDS);
    if (peak !== undefined) yield atMost('rss-peak-mb', peak, MEGABYTES, 0);
    const later = await startAgain(state);
    yield atMost('boot-s', median(later.map(({ bootSeconds }) => bootSeconds)), BOOT_SECONDS, 2);
    yield atMost('rss-mb', Math.max(...later.map(({ megabytes }) => megabytes)), MEGABYTES, 0);
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

async function startAgain(state: string): Promise<{ bootSeconds: number; megabytes: number }[]> {
  const figures: { bootSeconds: number; megabytes: number }[] = [];
  for (let count = 0; count < STARTS; count += 1) {
    const platform = await startPlatform(state);
    figures.push({ bootSeconds: platform.bootSeconds, megabytes: residentMemory(platform.pid).now });
    await platform.stop();
  }
  return figures;
}

/** The platform itself notes how long its main job took. */
function mainJobSeconds(state: string): number {
  const note = JSON.parse(readFileSync(join(state, 'main-job.json'), 'utf8')) as {
    import: number;
    calculate: number;
  };
  return note.import + note.calculate;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
