import { type PlatformRoutes, platformErrors } from '@quyu/contract-kit';
import type { AuditLog } from '../audit/audit-log.js';
import type { RouteHandlers } from '@quyu/plugin-kit';
import type { Api } from '@quyu/contract-kit';
import type { ServedService } from './served.js';

type PlatformHandlers = RouteHandlers<Api<string, PlatformRoutes>, undefined>;

/** The handlers of the routes that every service has. */
export function platformHandlers(service: ServedService): PlatformHandlers {
  const bus = () => service.busOperations();
  const audit = () => auditOf(service);
  return {
    getBusStatus: () => service.busStatus(),
    getJob: async ({ params }) => found(await service.jobStatus(params.jobId), `job "${params.jobId}"`),
    getBusLag: () => bus().lag(),
    listDeadLetters: ({ query }) => bus().listLetters(query),
    getDeadLetter: async ({ params }) =>
      found(await bus().findLetter(params.letterId), `dead letter ${params.letterId}`),
    listDeadLetterGroups: ({ query }) => bus().listGroups(query),
    replayDeadLetters: ({ body, caller }) => bus().replay(body, caller.subject),
    discardDeadLetters: ({ body, caller }) => bus().discard(body, caller.subject),
    listParked: ({ query }) => bus().listParked(query),
    retryParked: ({ body, caller }) => bus().retryParked(body, caller.subject),
    discardParked: ({ body, caller }) => bus().discardParked(body, caller.subject),
    getPublishedEvent: async ({ params }) =>
      found(await bus().findEvent(params.event), `event ${params.event} of ${service.spec.id}`),
    listAuditEntries: ({ query, caller: { subject }, scope }) => audit().search(query, { subject, scope }),
    getAuditEntry: async ({ params: { entryId }, caller: { subject }, scope }) =>
      found(await audit().find(entryId, { subject, scope }), `entry ${entryId} of the audit log`),
    republishEvents: ({ body, caller }) => bus().republish(body, caller.subject),
  };
}

function auditOf({ spec, auditLog }: ServedService): AuditLog {
  if (auditLog) return auditLog;
  throw platformErrors.NOT_FOUND({ detail: `${spec.id} has no database, and so no audit log` });
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw platformErrors.NOT_FOUND({ detail: `there is no ${what}` });
  return value;
}
