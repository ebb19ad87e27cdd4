import { v7 } from 'uuid';
import { startJobs } from '../../jobs/start-jobs.js';
import { testLog } from '../place.js';
import { type ServiceSite, startService } from '../service.js';
import { shop } from '../shop.js';
import { readOrders } from '../victim.js';

/** A worker that takes jobs and never finishes one. */
const { site } = readOrders() as { readonly site: ServiceSite };
const { pool } = await startService(site, shop);
const jobs = { count: () => new Promise(() => undefined) };
startJobs({ spec: shop, handlers: jobs, pool, log: testLog, now: () => new Date(), newId: v7 });
// A timer keeps a process alive whose sockets are all being re-established.
setInterval(() => undefined, 60_000);
