import type { Site } from '../bus/site.js';
import { atMost, type Figure } from '../figure.js';
import { residentMemory } from '../platform/resident-memory.js';
import { type Calculating, startCalculating } from './calculate.js';
import type { Market } from './market.js';

const OF_ONE_STATEMENT = 0.25;
const TIMES_FASTER = 50;
const MEGABYTES = 500;
const GROWTH = 1.3;
const TURNS = 5;
const RERUNS = 9;
/** As many as the pool has connections. */
const WARM_UPS = 10;
const RULES = 10;

/** A run from nothing against one statement that only sums; then a run after ten partners have bought more. */
export async function* measureRun(site: Site, market: Market): AsyncIterable<Figure> {
  const calculating = await startCalculating(site, market);
  try {
    const statement = await sumUp(calculating);
    const full = await calculating.run({ mode: 'full' });
    yield faster(
      'run',
      statement / full,
      OF_ONE_STATEMENT,
      `ours ${ms(full)}, the statement ${ms(statement)}`,
    );
    const { peak } = residentMemory(process.pid);
    if (peak !== undefined) yield atMost('run-rss-peak-mb', peak, MEGABYTES, 0);
    const few = await rerun(calculating);
    yield faster('incremental', full / few, TIMES_FASTER, `${ms(few)} after lines of ten partners`);
    yield await withRules(calculating, full);
  } finally {
    await calculating.stop();
  }
}

/** What it costs that people share lines by rules: told, and held to nothing. */
async function withRules({ setRules, run }: Calculating, without: number): Promise<Figure> {
  await setRules(RULES);
  const seconds = await run({ mode: 'full' });
  const value = `${(seconds / without).toFixed(2)}x`;
  return { name: 'run-with-rules', value, detail: `${ms(seconds)} with ${RULES} rules`, budget: 'none', isWithin: true };
} // prettier-ignore

/** What a line costs in a market of twenty times as many lines, against the smaller one. */
export async function measurePerLine(small: Site, large: Site, market: Market): Promise<Figure> {
  const few = { ...market, lines: Math.ceil(market.lines / 10) };
  const many = { ...market, lines: market.lines * 2 };
  const [cheap, dear] = [await perLine(small, few), await perLine(large, many)];
  const detail = `${(cheap * 1e6).toFixed(2)} µs a line of ${few.lines}, ${(dear * 1e6).toFixed(2)} µs of ${many.lines}`;
  return { ...atMost('per-line', dear / cheap, GROWTH, 2), detail };
}

async function perLine(site: Site, market: Market): Promise<number> {
  const calculating = await startCalculating(site, market);
  try {
    return (await calculating.run({ mode: 'full' })) / market.lines;
  } finally {
    await calculating.stop();
  }
}

async function sumUp({ pool }: Calculating): Promise<number> {
  return median(TURNS, async () => {
    const began = performance.now();
    await pool.query('select partner_id, quarter, sum(amount) from incentive.sale group by 1, 2');
    return (performance.now() - began) / 1000;
  });
}

async function rerun({ sell, run }: Calculating): Promise<number> {
  let turn = 0;
  const measure = async (): Promise<number> => {
    turn += 1;
    const lines = Array.from(
      { length: 10 },
      (_, n) => `T${turn}-${n},2019-11-${String(turn).padStart(2, '0')},A1,P${n + 1},S${n + 1},1,99.00`,
    );
    await sell(`order,date,product,partner,salesperson,quantity,amount\n${lines.join('\n')}\n`);
    return run({});
  };
  // A service that has just begun has read nothing on most of its connections yet.
  for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) await measure();
  return median(RERUNS, measure);
}

async function median(turns: number, measure: () => Promise<number>): Promise<number> {
  const seconds: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) seconds.push(await measure());
  return seconds.toSorted((a, b) => a - b)[Math.floor(turns / 2)]!;
}

function faster(name: string, ratio: number, budget: number, detail: string): Figure {
  return {
    name,
    value: `${ratio.toFixed(2)}x`,
    detail,
    budget: `at least ${budget}x`,
    isWithin: ratio >= budget,
  };
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000).toLocaleString('en')} ms`;
}
