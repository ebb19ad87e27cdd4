import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder } from '@quyu/embedded';
import { atMost, type Figure } from '../figure.js';
import { startPlatform } from './platform-process.js';
import { residentMemory } from './resident-memory.js';

const STARTS = 3;
const BOOT_SECONDS = 6;
const MAIN_JOB_SECONDS = 30;
const MEGABYTES = 400;

/** The whole platform in one process: its main job from an empty database, then starts with everything in place. */
export async function* measurePlatform(): AsyncIterable<Figure> {
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
