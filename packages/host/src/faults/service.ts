import type { NatsConnection } from '@nats-io/transport-node';
import type { AnyRuntime, PluginSpec } from '@quyu/plugin-kit';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { connectNats } from '../bus/connection/connection.js';
import type { BusSettings } from '../bus/bus-options.js';
import { type Bus, startBus } from '../bus/start-bus.js';
import { createPool } from '../database/pool.js';
import { type Transactor, createTransactor } from '../database/transactor.js';
import { testLog } from './place.js';

/** Where a service runs. */
export interface ServiceSite {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly root: string;
}

/** A service without HTTP: a database, a bus, and its handlers. */
export interface Service {
  readonly pool: Pool;
  readonly nc: NatsConnection;
  readonly transactor: Transactor;
  readonly bus: Bus;
  stop(): Promise<void>;
}

/** Starts a service as the host would. */
export async function startService(
  site: ServiceSite,
  spec: PluginSpec,
  handlers: AnyRuntime['handlers'] = {},
  settings: BusSettings = {},
): Promise<Service> {
  const { databaseUrl, natsUrl, root } = site;
  const log = testLog;
  const nc = await connectNats({ natsUrl, name: spec.id, log });
  const pool = createPool({ databaseUrl, service: spec.id, log });
  let bus: Bus | undefined;
  const transactor = createTransactor({
    pool,
    spec,
    newId: v7,
    now: () => new Date(),
    afterCommit: () => bus?.wake(),
  });
  bus = await startBus({ spec, handlers, pool, directUrl: databaseUrl, transactor, nc, root, log, settings });
  const running = bus;
  return {
    pool,
    nc,
    transactor,
    bus: running,
    async stop() {
      await running.stopConsuming();
      await running.stopRelay();
      await nc.drain();
      await pool.end();
    },
  };
}
