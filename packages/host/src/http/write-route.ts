import { platformErrors } from '@quyu/contract-kit';
import { currentCause } from '../database/cause.js';
import type { Session } from '../database/session.js';
import type { RouteRequest } from '@quyu/plugin-kit';
import { causeOfRequest } from './cause-of-request.js';
import { answerChecker } from './check-answer.js';
import {
  type Attempt,
  type RecordedAnswer,
  claimKey,
  fingerprintOf,
  readIdempotencyKey,
  recordAnswer,
} from './idempotency.js';
import { separationOf } from './separation.js';
import type { Outcome, Perform, ServeOptions, ServedRoute } from './served.js';

/**
 * A write runs in one transaction with its idempotency key: what it changed, what it published and the answer it gave
 * commit together, so that a repeat finds either all of it or nothing.
 */
export function writeHandler(served: ServedRoute, options: ServeOptions): Perform {
  const { service, route, handler, operation } = served;
  const { transactor } = service;
  if (!transactor) throw new TypeError(`${operation} writes, but ${service.spec.id} has no database`);
  const checkAnswer = answerChecker(operation, route, options.checkAnswers);
  const separateDuties = separationOf(service.spec, route.apartFrom);
  return async (input, request, isGivenUp) => {
    const attempt = attemptOf(operation, input, readIdempotencyKey(request.headers['idempotency-key']));
    const cause = currentCause() ?? causeOfRequest(request.headers, request.id);
    return transactor.run(cause, async (tx, session): Promise<Outcome> => {
      const earlier = attempt && (await claimKey(session, attempt));
      if (earlier) return { ...earlier, replayed: true };
      await separateDuties?.(input, session);
      const body = await handler(input, tx);
      checkAnswer(body);
      refuseIfGivenUp(isGivenUp());
      return { ...keep(session, attempt, { status: route.status, body }), replayed: false };
    });
  };
}

function attemptOf(operation: string, input: RouteRequest, key: string | undefined): Attempt | undefined {
  if (key === undefined) return undefined;
  return { key, caller: input.caller.subject, operation, fingerprint: fingerprintOf(input, input.ifMatch) };
}

function keep(session: Session, attempt: Attempt | undefined, answer: RecordedAnswer): RecordedAnswer {
  if (attempt) recordAnswer(session, attempt, answer);
  return answer;
}

/** The caller was told that its request was given up: it must not take effect after all. */
function refuseIfGivenUp(givenUp: boolean): void {
  if (givenUp) throw platformErrors.UNAVAILABLE({ detail: 'the request was given up' });
}
