import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../run/random.js';
import { eventually } from '../system/eventually.js';
import type { Replica } from '../system/replica.js';
import type { Site } from '../system/site.js';
import type { World, WorldOptions } from '../system/world.js';
import type { Load, LoadOptions } from '../system/writers.js';
import type { Expectations, Findings } from '../witness/judge.js';
import type { Witness } from '../witness/witness.js';

/** What a scenario plays with, while the writers write. */
export interface Stage {
  readonly world: World;
  readonly load: Load;
  readonly random: Random;
  readonly witness: Witness;
  /** Does something bad, and notes when. */
  fault(name: string, act: () => unknown): Promise<void>;
  /** Lets the writers get this many more sales through: faults are driven by progress, not by the clock. */
  progress(sales: number): Promise<void>;
  /** Waits for a random time up to `ms`. */
  while(ms: number): Promise<void>;
}

/** One way in which the world is bad. */
export interface Scenario {
  readonly name: string;
  readonly summary: string;
  readonly world?: WorldOptions;
  readonly load?: LoadOptions;
  readonly expect?: Expectations;
  /** True when it takes long or needs servers of its own: played with the first seed only, unless it is asked for. */
  readonly once?: boolean;
  /** Longest wait for quiet afterwards, in milliseconds. */
  readonly quietMs?: number;
  /** A site of its own; closed by the suite. Without it the shared one is used. */
  readonly site?: (kit: SiteKit) => Promise<Site>;
  /** Why it cannot be played here, if so. */
  readonly hindrance?: () => Promise<string | undefined> | string | undefined;
  /** Before the replicas start. @returns what undoes it. */
  readonly prepare?: (world: World) => Promise<(() => Promise<void>) | void>;
  play(stage: Stage): Promise<void>;
  /** Once all is quiet: what was wrong besides the invariants. */
  readonly check?: (stage: Stage, findings: Findings) => Promise<readonly string[]> | readonly string[];
  /** A negative control: what must be found, or the suite could not find it either. */
  readonly mustFind?: (findings: Findings) => boolean;
}

/** What a site of a scenario's own is made of. */
export interface SiteKit {
  readonly natsBin: string;
  readonly folder: string;
}

const PROGRESS_MS = 45_000;

/** Makes the stage of a scenario. */
export function stageOf(parts: Pick<Stage, 'world' | 'load' | 'random' | 'witness'>): Stage {
  const { load, random, witness } = parts;
  return {
    ...parts,
    async fault(name, act) {
      witness.note({ what: 'fault', name, at: new Date().toISOString() });
      await act();
    },
    async progress(sales) {
      const goal = load.done + sales;
      await eventually(
        `${sales} more sales`,
        () => load.done,
        (done) => done >= goal,
        PROGRESS_MS,
      );
    },
    while: (ms) => sleep(random.between(0, ms)),
  };
}

/** Kills a replica and starts it again. */
export async function restart(replica: Replica, pauseMs = 0): Promise<void> {
  await replica.kill();
  await sleep(pauseMs);
  replica.start();
}
