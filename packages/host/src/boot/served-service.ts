import type { Logger } from 'pino';
import { createAuditLog } from '../audit/audit-log.js';
import { currentScope, openingOf, scopedQueryable } from '../database/index.js';
import type { ServedService } from '../http/served.js';
import type { HostOptions } from './host.js';
import { createOutboxGate } from './outbox-gate.js';
import type { RunningPlugin } from './running-plugin.js';
import type { Messaging } from './start-messaging.js';

/** A plugin as the HTTP layer serves it. */
export function servedService(
  { plugin, runtime, database }: RunningPlugin,
  messaging: Messaging,
  { options, log }: { readonly options: HostOptions; readonly log: Logger },
): ServedService {
  const { spec } = plugin;
  const publishes = database && spec.publishes.length > 0;
  const gate = publishes
    ? createOutboxGate(database.background.pool, options.settings.outboxLimits, log)
    : undefined;
  return {
    spec,
    routes: runtime.routes,
    transactor: database?.transactor,
    admitChange: () => gate?.admit(),
    jobStatus: (jobId) => messaging.jobStatus(spec.id, jobId),
    busStatus: () => messaging.busStatus(spec.id),
    busOperations: () => messaging.busOperations(spec.id),
    auditLog: database && createAuditLog(scopedQueryable(database.pool, openingOf(spec, currentScope)), spec),
  };
}
