import { partitionOf, partitionToken } from '@quyu/contract-kit';
import type { AnyRuntime } from '@quyu/plugin-kit';
import type { BusSettings } from '../bus/bus-options.js';
import { countDisorder } from './count-disorder.js';
import { type Service, startService } from './service.js';
import { ledger, shop, sold } from './shop.js';
import { type Site, eventually, openSite } from './site.js';

/** A site with a shop that sells; its ledger is started by the test. */
export interface TillSite extends Site {
  readonly shop: Service;
  /** Starts a ledger that consumes what the shop publishes. */
  consume(handlers: AnyRuntime['handlers'], settings?: BusSettings, natsUrl?: string): Promise<Service>;
  stop(service: Service): Promise<void>;
  /** Sells at these tills, in one transaction, and waits until the broker has all of it. */
  sell(tills: readonly string[], amount?: number): Promise<void>;
  /** Waits until the ledger has nothing left to do. */
  quiet(service: Service): Promise<void>;
  effects(): Promise<readonly Effect[]>;
  /** How many effects there are, and how often they are not in the order of their till. */
  handled(): Promise<{ readonly count: number; readonly disorder: number }>;
  deadLetters(): Promise<readonly Dead[]>;
  /** The consumer by which the ledger is given what a till does. */
  durableOf(till: string): string;
}

/** What the ledger has noted of an event. */
export interface Effect {
  readonly till: string;
  readonly version: number;
}

/** An event that the ledger has put aside. */
export interface Dead extends Effect {
  readonly reason: string;
  readonly error: string;
  readonly attempts: number;
}

/** Retries without waiting. */
export const quick: BusSettings = { backoff: { baseMs: 1, capMs: 5 } };

/** What the shop's transactions follow from. */
export const cause = { correlationId: 'c-1', causationId: 'r-1' };

/** Opens a site and starts its shop. */
export async function openTillSite(): Promise<TillSite> {
  const site = await openSite([shop, ledger]);
  const till = await startService(site, shop);
  const running = new Set([till]);
  const stop = async (service: Service): Promise<void> => {
    running.delete(service);
    await service.stop();
  };
  return {
    ...site,
    ...lookAt(site),
    shop: till,
    stop,
    async consume(handlers, settings = quick, natsUrl = site.natsUrl) {
      const service = await startService({ ...site, natsUrl }, ledger, handlers, settings);
      running.add(service);
      return service;
    },
    async sell(tills, amount = 1) {
      await till.transactor.run(cause, async (tx) => {
        for (const tillId of tills) tx.publish(sold, { tillId, amount });
      });
      await eventually(
        () => till.bus.status(),
        ({ outbox }) => outbox === 0,
      );
    },
    async close() {
      for (const service of running) await stop(service);
      await site.close();
    },
  };
}

function lookAt(site: Site): Pick<TillSite, 'quiet' | 'effects' | 'handled' | 'deadLetters' | 'durableOf'> {
  const effects = (): Promise<Effect[]> =>
    site.query('select till_id as till, version::int from ledger.effect order by position');
  return {
    effects,
    async quiet(service) {
      await eventually(
        () => service.bus.status(),
        ({ pending }) => pending === 0,
        25_000,
      );
    },
    async handled() {
      const found = await effects();
      return { count: found.length, disorder: countDisorder(found) };
    },
    durableOf: (till) => `ledger-${partitionToken(partitionOf('till', till))}`,
    deadLetters: () =>
      site.query(
        `select aggregate_id as till, aggregate_version::int as version, reason, error, attempts
         from ledger.dead_letter order by id`,
      ),
  };
}
