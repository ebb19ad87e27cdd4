import { isDeepStrictEqual } from 'node:util';
import { type Applicable, chooseAmong, compileRules, type Decide } from '@quyu/territory/assignment';
import { residentMemory } from '../../platform/resident-memory.js';
import { type AssignMarket, citiesOf, createMarket, createSubject, type Subject } from '../assign-market.js';
import { createPeer } from '../rules-engine-peer.js';

/** What is measured, as the command line gives it in JSON. */
interface Task {
  readonly rules: number;
  readonly subjects: number;
  readonly rounds: number;
  /** Subjects that json-rules-engine decides too. */
  readonly peerSubjects: number;
}

const CHUNK = 10_000;

const task = JSON.parse(process.argv[2] ?? '{}') as Task;
const market = createMarket(task.rules);
const started = performance.now();
const decide = compileRules(market);
const compileMs = performance.now() - started;
const subjects = receiveSubjects(task.subjects);
const rounds = Array.from({ length: task.rounds + 1 }, () => measureRound(subjects)).slice(1);
const megabytes = residentMemory(process.pid).peak;
const peer =
  task.peerSubjects > 0 ? await measurePeer(market, decide, subjects.slice(0, task.peerSubjects)) : undefined;
console.log(
  JSON.stringify({ compileMs, perSecond: median(rounds.map(({ perSecond }) => perSecond)), counts: rounds[0]?.counts, megabytes, peer }),
); // prettier-ignore

/** As they come from a database or a file: every text read from JSON, none shared with the rules. */
function receiveSubjects(count: number): Subject[] {
  const cities = citiesOf(market);
  const received: Subject[] = [];
  for (let from = 0; from < count; from += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, count - from) }, (_, at) =>
      createSubject(from + at, cities),
    );
    for (const subject of JSON.parse(JSON.stringify(chunk)) as Subject[]) received.push(subject);
  }
  return received;
}

function measureRound(all: readonly Subject[]) {
  const counts = { assigned: 0, gap: 0, conflict: 0 };
  const from = performance.now();
  for (const subject of all) counts[decide(subject).status] += 1;
  return { perSecond: (all.length / (performance.now() - from)) * 1000, counts };
}

/** Times the peer, and makes sure that it comes to the same decisions. */
async function measurePeer(rules: AssignMarket, ours: Decide, sample: readonly Subject[]) {
  const findCodes = createPeer(rules);
  const applicable = applicableOf(rules);
  await findCodes(sample[0]!);
  let ms = 0;
  for (const subject of sample) {
    const from = performance.now();
    const codes = await findCodes(subject);
    ms += performance.now() - from;
    const theirs = chooseAmong(codes.map((code) => applicable.get(code)!));
    if (!isDeepStrictEqual(theirs, ours(subject))) {
      throw new Error(`json-rules-engine decides ${JSON.stringify(theirs)} for ${JSON.stringify(subject)}`);
    }
  }
  return { perSecond: (sample.length / ms) * 1000, equal: sample.length };
}

function applicableOf({ territories, rules }: AssignMarket): ReadonlyMap<string, Applicable> {
  const pathOf = new Map(territories.map(({ code, path }) => [code, path]));
  return new Map(rules.map((rule) => [rule.code, { ...rule, path: pathOf.get(rule.territoryCode)! }]));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
