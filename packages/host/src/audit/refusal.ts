import type { Problem } from '@quyu/contract-kit';
import type { Caller } from '@quyu/plugin-kit';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { traceOfRequest } from '../http/log-failure.js';

/** What is refused to somebody, rather than asked for wrongly. */
const REFUSALS = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'SEPARATION_OF_DUTIES', 'IDEMPOTENCY_KEY_REUSED']);

/** Whether a problem refuses somebody something: it leaves a line in the log. */
export function isRefusal({ code }: Problem): boolean {
  return REFUSALS.has(code);
}

/**
 * Writes the line of a refusal. Never the token, nor the query, which may hold anything. It is no row of the audit log: anyone can
 * cause as many as they like, and rows are kept for ever.
 *
 * @example if (isRefusal(problem)) auditRefusal(log, problem, request);
 */
export function auditRefusal(log: Logger, problem: Problem, request: FastifyRequest): void {
  const { config, url } = request.routeOptions;
  const line = {
    ...traceOfRequest(request),
    audit: true,
    outcome: 'refused',
    code: problem.code,
    reason: problem.message,
    actor: subjectOf(request),
    method: request.method,
    route: url ?? null,
    permission: permissionOf(config),
    requestId: request.id,
    address: request.ip,
  };
  log.warn(line, 'a request was refused');
}

/** Whoever was recognised is kept on the request, also when they are then refused. */
function subjectOf(request: FastifyRequest): string | null {
  return request.getDecorator<Caller | null>('caller')?.subject ?? null;
}

function permissionOf(config: unknown): string | null {
  if (typeof config !== 'object' || config === null || !('permission' in config)) return null;
  return typeof config.permission === 'string' ? config.permission : null;
}
