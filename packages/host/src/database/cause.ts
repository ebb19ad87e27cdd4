import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '../audit/actor.js';
import { withTrace } from '../telemetry/trace-context.js';

/** What made a transaction happen: it is carried into every event it publishes. */
export interface Cause {
  readonly correlationId: string;
  readonly causationId: string;
  readonly traceparent?: string;
  /** Who acts, for the audit log. It does not travel with events. */
  readonly actor?: Actor;
}

const causes = new AsyncLocalStorage<Cause>();

/** Runs work as a consequence of `cause`: transactions inside it need not be told. */
export function withCause<T>(cause: Cause, work: () => T): T {
  return causes.run(cause, () => withTrace(cause.traceparent, work));
}

/** The cause of the code that is running, if it has one. */
export function currentCause(): Cause | undefined {
  return causes.getStore();
}
