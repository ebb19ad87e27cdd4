import { setTimeout as sleep } from 'node:timers/promises';
import { notingHandlers } from '../ledger-handlers.js';
import { type ServiceSite, startService } from '../service.js';
import { ledger } from '../shop.js';
import { readOrders } from '../victim.js';

/** What the consumer is told. */
export interface SlowConsumerOrders {
  readonly site: ServiceSite;
  /** How long handling an event takes, in milliseconds. */
  readonly slowMs: number;
}

/** A replica that takes its time, so that there is something in its hands when it is killed. */
const { site, slowMs } = readOrders() as SlowConsumerOrders;
await startService(
  site,
  ledger,
  notingHandlers(() => sleep(slowMs)),
);
// A timer keeps a process alive whose sockets are all being re-established.
setInterval(() => undefined, 60_000);
