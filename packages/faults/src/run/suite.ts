import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createTemporaryFolder, resolveNatsServer } from '@quyu/embedded';
import { catalogue } from '../scenarios/catalogue.js';
import type { Scenario } from '../scenarios/scenario.js';
import { killChildren } from '../system/children.js';
import { type Site, openSite } from '../system/site.js';
import { type Options, freshSeed } from './options.js';
import { isControl, playScenario } from './play.js';
import type { Result } from './report.js';

const LIMIT_MS = 240_000;

/** Where the suite works, and whom it tells. */
export interface Suite {
  readonly say: (line: string) => void;
  /** Whether a scenario that cannot be played here fails the suite: in CI nothing is left out silently. */
  readonly refuseSkips: boolean;
}

/** Plays the scenarios that were asked for with every seed. @returns how each went, and where evidence was kept. */
export async function runSuite(options: Options, suite: Suite): Promise<readonly Result[]> {
  const folder = createTemporaryFolder('quyu-faults');
  const { path: natsBin } = await resolveNatsServer({ cacheDir: resolve('.quyu/cache') });
  const results: Result[] = [];
  const shared = await openSite(natsBin, join(folder, 'site'), 1);
  try {
    for (const [seed, scenario] of schedule(options)) {
      const result = await playOne({ scenario, seed, shared, natsBin, folder, suite });
      results.push(result);
      tell(result, evidenceFolder(folder, scenario, seed), suite);
    }
  } finally {
    await shared.close();
    killChildren();
  }
  if (results.every(({ failures }) => failures.length === 0))
    rmSync(folder, { recursive: true, force: true });
  return results;
}

/** Long scenarios are played with the first seed only, unless they are asked for or there is time. */
function* schedule({ seeds, only, soakMs }: Options): Iterable<readonly [number, Scenario]> {
  const asked = catalogue.filter(({ name }) => only.length === 0 || only.includes(name));
  const end = performance.now() + (soakMs ?? 0);
  let queue = [...seeds];
  for (let round = 0; queue.length > 0; round += 1) {
    const seed = queue.shift()!;
    for (const scenario of asked) {
      if (soakMs !== undefined && performance.now() > end) return;
      if (round === 0 || !scenario.once || only.length > 0 || soakMs !== undefined) yield [seed, scenario];
    }
    if (soakMs !== undefined && queue.length === 0) queue = [freshSeed()];
  }
}

interface Play {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly shared: Site;
  readonly natsBin: string;
  readonly folder: string;
  readonly suite: Suite;
}

async function playOne(play: Play): Promise<Result> {
  const { scenario, seed, shared, natsBin, folder, suite } = play;
  const skipped = await scenario.hindrance?.();
  if (skipped !== undefined) {
    const failures = suite.refuseSkips ? [`not played: ${skipped}`] : [];
    return {
      scenario: scenario.name,
      seed,
      isControl: isControl(scenario),
      faults: 0,
      findings: undefined,
      failures,
      skipped,
      seconds: 0,
    };
  }
  const evidence = evidenceFolder(folder, scenario, seed);
  if (!scenario.site) return inTime(play, playScenario(scenario, seed, shared, evidence));
  const own = await scenario.site({ natsBin, folder: join(evidence, 'site') });
  try {
    return await inTime(play, playScenario(scenario, seed, own, evidence));
  } finally {
    await own.close();
  }
}

/** A scenario that hangs has failed; the others are played all the same. */
async function inTime({ scenario, seed }: Play, playing: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result>((settle) => {
    timer = setTimeout(() => {
      settle({
        scenario: scenario.name,
        seed,
        isControl: isControl(scenario),
        faults: 0,
        findings: undefined,
        failures: [`did not come to an end within ${LIMIT_MS / 1_000} s`],
        seconds: LIMIT_MS / 1_000,
      });
    }, LIMIT_MS);
  });
  const result = await Promise.race([playing, late]);
  clearTimeout(timer);
  return result;
}

function evidenceFolder(folder: string, { name }: Scenario, seed: number): string {
  return join(folder, `${name}-${seed}`);
}

function tell(result: Result, evidence: string, { say }: Suite): void {
  const { scenario, seed, failures, skipped, seconds, faults } = result;
  if (skipped !== undefined) return say(`- ${scenario}: not played: ${skipped}`);
  const mark = failures.length === 0 ? '✓' : '✗';
  say(`${mark} ${scenario}, seed ${seed}: ${faults} faults, ${seconds.toFixed(1)} s`);
  for (const failure of failures) say(`    ${failure}`);
  if (failures.length === 0) return;
  say(`    evidence: ${evidence}`);
  say(`    again:    npm run test:faults -- --seed ${seed} --only ${scenario}`);
}
