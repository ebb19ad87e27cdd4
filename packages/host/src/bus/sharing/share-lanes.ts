import type { Client } from 'pg';
import type { Logger } from 'pino';
import { schemaOf } from '../../database/names.js';
import { type LaneHolders, type LaneLocks, createLaneLocks } from './lane-locks.js';
import type { Lane } from '../lanes/lanes.js';
import { keepSession } from '../session-lock.js';
import { type Claim, shareOut } from './share-out.js';
import { type WakeSignal, createWakeSignal } from '../wake-signal.js';

/** Settings of {@link shareLanes}. */
export interface SharingSettings {
  readonly service: string;
  readonly lanes: readonly Lane[];
  /** Past any transaction pooler: the locks live in a session. */
  readonly directUrl: string;
  /** Works on a lane until `over`; then nothing of it may be under way any more. */
  readonly work: (lane: Lane, over: AbortSignal) => Promise<void>;
  readonly stop: AbortSignal;
  readonly log: Logger;
}

/** How long a lane may be without a holder when a replica dies, in milliseconds. */
const LOOK_EVERY_MS = 1_000;

/**
 * Works on a service's share of the lanes until `stop`: each lane belongs to one replica at a time, and moves to another when
 * its holder dies, or when there are more replicas to share with.
 */
export async function shareLanes(settings: SharingSettings): Promise<void> {
  const { service, directUrl, lanes } = settings;
  if (lanes.length === 0) return;
  const target = { databaseUrl: directUrl, service, applicationName: `quyu lanes ${service}` };
  const purpose = `quyu lanes ${schemaOf(service)}`;
  await keepSession({ ...settings, target, purpose }, (client, over) => holdLanes(client, over, settings));
}

/** A lane that we hold: we work on it until we are told to stop, and hold it until the work has ended. */
interface Holding {
  readonly lane: Lane;
  readonly stop: AbortController;
  readonly work: Promise<void>;
  hasEnded: boolean;
}

async function holdLanes(client: Client, over: AbortSignal, settings: SharingSettings): Promise<void> {
  const locks = createLaneLocks(client, settings.service, settings.lanes);
  const holdings = new Map<string, Holding>();
  const changes = createWakeSignal();
  try {
    await locks.join();
    while (!over.aborted) {
      await giveEnded(holdings, locks);
      await adjust(await locks.look(), { ...settings, holdings, locks, changes });
      await changes.sleep(LOOK_EVERY_MS, over);
    }
  } finally {
    for (const { stop } of holdings.values()) stop.abort();
    await Promise.all([...holdings.values()].map(({ work }) => work));
  }
}

interface Sharing extends SharingSettings {
  readonly holdings: Map<string, Holding>;
  readonly locks: LaneLocks;
  readonly changes: WakeSignal;
}

/** Others get a lane only once nothing of ours is under way in it. */
async function giveEnded(holdings: Map<string, Holding>, locks: LaneLocks): Promise<void> {
  for (const { lane, hasEnded } of holdings.values()) {
    if (!hasEnded) continue;
    await locks.give(lane);
    holdings.delete(lane.name);
  }
}

async function adjust({ members, held }: LaneHolders, sharing: Sharing): Promise<void> {
  const { holdings, lanes, locks, log } = sharing;
  const claims = lanes.map(({ name, source }): Claim => {
    const ours = holdings.get(name);
    if (ours && !ours.stop.signal.aborted) return { name, source, holder: 'us' };
    return { name, source, holder: held.has(name) ? 'another' : 'nobody' };
  });
  const { take, give } = shareOut(claims, members);
  for (const name of give) holdings.get(name)?.stop.abort();
  const wanted = lanes.filter(({ name }) => take.includes(name));
  for (const lane of wanted) if (await locks.take(lane)) start(lane, sharing);
  if (take.length + give.length > 0)
    log.debug(
      { members, holding: holdings.size, taken: take.length, given: give.length },
      'lanes shared out',
    );
}

function start(lane: Lane, { holdings, work, changes, log }: Sharing): void {
  const stop = new AbortController();
  const ended = (): void => {
    holding.hasEnded = true;
    changes.wake();
  };
  const working = work(lane, stop.signal).then(ended, (error: unknown) => {
    log.error({ err: error, lane: lane.name }, 'a lane ended: it will be taken again');
    ended();
  });
  const holding: Holding = { lane, stop, work: working, hasEnded: false };
  holdings.set(lane.name, holding);
}
