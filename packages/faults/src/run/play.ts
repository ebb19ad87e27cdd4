import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Scenario, type Stage, stageOf } from '../scenarios/scenario.js';
import type { Site } from '../system/site.js';
import { type World, openWorld } from '../system/world.js';
import { type Load, startLoad } from '../system/writers.js';
import { collectEvidence, waitForQuiet } from '../witness/collect.js';
import { type Findings, judge } from '../witness/judge.js';
import { openWitness } from '../witness/witness.js';
import { createRandom } from './random.js';
import { type Result, violationsOf } from './report.js';

const QUIET_MS = 45_000;
/** What was published last is read by a relay that is about to be stopped. */
const LAST_READ_MS = 1_000;

/** Plays a scenario with a seed on a site, and judges it once all is quiet. Its evidence is kept in `folder`. */
export async function playScenario(
  scenario: Scenario,
  seed: number,
  site: Site,
  folder: string,
): Promise<Result> {
  const startedAt = performance.now();
  mkdirSync(folder, { recursive: true });
  const witness = openWitness(join(folder, 'witness.jsonl'));
  const failures: string[] = [];
  let findings: Findings | undefined;
  let world: World | undefined;
  try {
    world = await openWorld(site, folder, scenario.world);
    const undo = await scenario.prepare?.(world);
    await startReplicas(world);
    const random = createRandom(seed);
    const urls = world.shops.map(({ url }) => url);
    const load = startLoad({ urls, token: world.token, witness, random }, scenario.load);
    const stage = stageOf({ world, load, random, witness });
    await playAndMend(scenario, stage, failures);
    if (undo) {
      await sleep(LAST_READ_MS);
      await undo();
    }
    const left = await waitForQuiet(world, scenario.quietMs ?? QUIET_MS);
    findings = judge(await collectEvidence(world, witness, left), scenario.expect);
    failures.push(...verdictOn(scenario, findings), ...((await scenario.check?.(stage, findings)) ?? []));
    await endReplicas(world, failures);
  } catch (error) {
    failures.push(describe(error));
  } finally {
    await world?.close().catch((error: unknown) => failures.push(describe(error)));
  }
  const faults = witness.entries().filter(({ what }) => what === 'fault').length;
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    scenario: scenario.name,
    seed,
    isControl: isControl(scenario),
    faults,
    findings,
    failures,
    seconds,
  };
}

/** Whether a scenario is there to fail. */
export function isControl(scenario: Scenario): boolean {
  return scenario.mustFind !== undefined;
}

async function startReplicas({ replicas }: World): Promise<void> {
  for (const replica of replicas) replica.start();
  await Promise.all(replicas.map((replica) => replica.ready()));
}

/** Whatever the scenario did or could not do: afterwards everything runs again and the writers finish. */
async function playAndMend(scenario: Scenario, stage: Stage, failures: string[]): Promise<void> {
  try {
    await scenario.play(stage);
  } catch (error) {
    failures.push(describe(error));
  }
  const keeper = setInterval(() => stage.world.replicas.forEach(startIfDead), 250);
  try {
    await finishWriting(stage.load);
    await Promise.all(stage.world.replicas.map((replica) => replica.ready()));
  } finally {
    clearInterval(keeper);
  }
}

function startIfDead(replica: World['replicas'][number]): void {
  if (!replica.isRunning) replica.start();
}

async function finishWriting(load: Load): Promise<void> {
  await load.finish();
}

function verdictOn({ mustFind }: Scenario, findings: Findings): readonly string[] {
  if (!mustFind) return violationsOf(findings);
  return mustFind(findings) ? [] : ['the suite did not notice that the system was broken on purpose'];
}

async function endReplicas({ replicas }: World, failures: string[]): Promise<void> {
  const ends = await Promise.allSettled(replicas.map((replica) => replica.end()));
  for (const end of ends) if (end.status === 'rejected') failures.push(describe(end.reason));
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
