import { createClient, type Client } from '@quyu/contract-kit';
import { compileRules } from '@quyu/territory/assignment';
import { type Placement, territoryApi } from '@quyu/territory-contracts';
import type { Site } from '../bus/site.js';
import type { Figure } from '../figure.js';
import { residentMemory } from '../platform/resident-memory.js';
import { startTerritory } from './activation.js';
import { type AssignMarket, citiesOf, createMarket, createSubject } from './assign-market.js';

const SUBJECTS = 1_000_000;
const RULES = 10_000;
const PER_SECOND = 20_000;
/** How often the memory is looked at, in lines. */
const LOOK_EVERY = 20_000;
const MEGABYTES = 100;

/** What was answered, and the most memory held in the first and in the second half, in MB. */
interface Answered {
  readonly perSecond: number;
  readonly counts: Record<Placement['outcome'], number>;
  readonly megabytes: readonly [number, number];
}

/**
 * Places a million subjects by ten thousand rules through the HTTP route of a real host, by the typed client in the same
 * process: lines are written, sent, read, checked, placed and answered. What the rules alone take is measured beside it.
 */
export async function* measureStream(site: Site, scale: number): AsyncIterable<Figure> {
  const count = Math.ceil(SUBJECTS * scale);
  const market = createMarket(RULES);
  const { host, token } = await startTerritory(site);
  try {
    const api = createClient(territoryApi, { baseUrl: host.url, token, timeoutMs: 120_000 });
    const modelId = await storeModel(api, market);
    const body = subjectsOf(market, count);
    yield* figuresOf(await readAll(api.placeSubjects({ query: { modelId }, body }), count), market);
  } finally {
    await host.stop();
  }
}

function* figuresOf({ perSecond, counts, megabytes }: Answered, market: AssignMarket): Iterable<Figure> {
  const { assigned, gap, conflict, invalid } = counts;
  yield {
    name: 'assign-stream',
    value: whole(perSecond),
    detail: `lines/s; the rules alone ${whole(measureEngine(market))}/s`,
    budget: `at least ${whole(PER_SECOND)}`,
    isWithin: perSecond >= PER_SECOND && invalid === 0,
    notes: [
      `${whole(assigned)} assigned, ${whole(gap)} gaps, ${whole(conflict)} conflicts, ${invalid} invalid`,
    ],
  };
  const [first, second] = megabytes;
  yield {
    name: 'assign-stream-growth-mb',
    value: whole(Math.max(0, second - first)),
    detail: `at most ${whole(first)} MB in the first half of the lines, ${whole(second)} in the second`,
    budget: `at most ${MEGABYTES}`,
    isWithin: second - first <= MEGABYTES,
  };
}

/** @throws Error when a rule was refused: the figure would be of another market. */
async function storeModel(api: Client<typeof territoryApi>, market: AssignMarket): Promise<string> {
  const levels = ['country', 'province', 'city', 'part'];
  const { modelId } = await api.createModel({ body: { code: 'stream', name: 'Stream', levels } });
  const params = { modelId };
  const territories = market.territories.map(({ code, name, parentCode }) => ({
    code,
    name,
    ...(parentCode === null ? {} : { parentCode }),
  }));
  await api.addTerritories({ params, body: territories });
  const { created, rejections } = await api.addRules({ params, body: market.rules });
  if (created === market.rules.length) return modelId;
  throw new Error(`${created} rules were taken: ${JSON.stringify(rejections[0])}`);
}

function* subjectsOf(market: AssignMarket, count: number) {
  const cities = citiesOf(market);
  for (let n = 0; n < count; n += 1) yield { code: `S${n}`, attributes: createSubject(n, cities) };
}

/** @throws Error when a line was not answered in its order. */
async function readAll(answers: AsyncIterable<Placement>, count: number): Promise<Answered> {
  const counts = { assigned: 0, gap: 0, conflict: 0, invalid: 0 };
  const megabytes: [number, number] = [0, 0];
  const began = performance.now();
  let read = 0;
  for await (const { line, code, outcome } of answers) {
    if (line !== read + 1 || code !== `S${read}`) throw new Error(`line ${line} came as line ${read + 1}`);
    read += 1;
    counts[outcome] += 1;
    const half = read * 2 <= count ? 0 : 1;
    if (read % LOOK_EVERY === 0) megabytes[half] = Math.max(megabytes[half], residentMemory(process.pid).now);
  }
  if (read !== count) throw new Error(`${read} of ${count} lines were answered`);
  return { perSecond: (count / (performance.now() - began)) * 1000, counts, megabytes };
}

function measureEngine(market: AssignMarket): number {
  const decide = compileRules(market);
  const sample = [...subjectsOf(market, 100_000)];
  const began = performance.now();
  for (const { attributes } of sample) decide(attributes);
  return (sample.length / (performance.now() - began)) * 1000;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
