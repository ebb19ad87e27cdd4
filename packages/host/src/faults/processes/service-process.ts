import { notingHandlers } from '../ledger-handlers.js';
import { type ServiceSite, startService } from '../service.js';
import { ledger, shop } from '../shop.js';
import { readOrders } from '../victim.js';

/** What a service is told. */
export interface ServiceOrders {
  readonly site: ServiceSite;
  readonly service: 'shop' | 'ledger';
}

const { site, service } = readOrders<ServiceOrders>();
const running = service === 'shop' ? await startService(site, shop) : await startService(site, ledger, notingHandlers());
// A timer keeps a process alive whose sockets are all being re-established.
const alive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  clearInterval(alive);
  void running.stop();
});
