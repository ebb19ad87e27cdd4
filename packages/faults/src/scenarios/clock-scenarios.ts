import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFakeClock, skewedClock } from '../system/fake-clock.js';
import type { Scenario } from './scenario.js';

const CACHE = resolve('.quyu/cache');

export const clockSkew: Scenario = {
  name: 'clock-skew',
  summary: 'the clock of one publisher is an hour ahead, that of one consumer an hour behind',
  async hindrance() {
    try {
      await findFakeClock(CACHE);
      return undefined;
    } catch (error) {
      return `libfaketime cannot be had: ${error instanceof Error ? error.message : String(error)}`;
    }
  },
  async play({ world, progress, fault }) {
    const library = await findFakeClock(CACHE);
    const [ahead, behind] = [world.shops[0], world.ledgers[0]];
    for (const [replica, offset] of [
      [ahead, '+1h'],
      [behind, '-1h'],
    ] as const) {
      if (!replica) continue;
      await fault(`the clock of ${replica.name} is off by ${offset}`, async () => {
        await replica.kill();
        replica.start(skewedClock(library, offset));
        await replica.ready();
      });
    }
    await progress(60);
    // Whoever leads hands over to a replica with another time.
    for (const replica of [world.shops[1], world.ledgers[1]]) {
      if (!replica) continue;
      await fault(`kill ${replica.name}`, () => replica.kill());
      await progress(30);
      replica.start();
      await sleep(200);
    }
    await progress(30);
  },
};
