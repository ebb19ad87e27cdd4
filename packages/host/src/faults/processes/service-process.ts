import { startJobs } from '../../jobs/start-jobs.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import type { BusSettings } from '../../bus/start-bus.js';
import { amountOf, notingHandlers } from '../ledger-handlers.js';
import { testLog } from '../place.js';
import { type ServiceSite, startService } from '../service.js';
import { ledger, shop } from '../shop.js';
import { readOrders } from '../victim.js';

/** What a service is told. */
export interface ServiceOrders {
  readonly site: ServiceSite;
  readonly service: 'shop' | 'ledger';
  readonly settings?: BusSettings;
  /** The process dies of handling the sale of this amount. */
  readonly deadly?: number;
  /** How long handling an event takes, in milliseconds. */
  readonly slowMs?: number;
  /** It also does jobs, and never finishes one. */
  readonly jobsHang?: boolean;
}

const asked = Promise.withResolvers<void>();
process.once('SIGTERM', () => asked.resolve());

const { site, service, settings = {}, deadly, slowMs, jobsHang } = readOrders() as ServiceOrders;
const handlers = notingHandlers(async (event) => {
  if (deadly !== undefined && amountOf(event) === deadly) process.kill(process.pid, 'SIGKILL');
  if (slowMs !== undefined) await sleep(slowMs);
});
const running =
  service === 'shop' ? await startService(site, shop) : await startService(site, ledger, handlers, settings);
if (jobsHang) {
  const jobs = { count: () => new Promise(() => undefined) };
  startJobs({
    spec: shop,
    handlers: jobs,
    pool: running.pool,
    log: testLog,
    now: () => new Date(),
    newId: v7,
  });
}
// A timer keeps a process alive whose sockets are all being re-established.
const alive = setInterval(() => undefined, 60_000);
await asked.promise;
clearInterval(alive);
await running.stop();
