import type { EventContract } from '@quyu/contract-kit';
import type { CopySource, PluginSpec, Tx } from '@quyu/plugin-kit';
import { recordEntry } from '../audit/record-entry.js';
import { type Cause, currentCause } from './cause.js';
import { copyRows } from './copy-rows.js';
import { type BufferedEvent, bufferEvent } from './event-buffer.js';
import { flushEvents } from './flush-events.js';
import { type BufferedJob, bufferJob, flushJobs } from './job-buffer.js';
import type { Statement } from './run-together.js';
import type { TransactionSession } from './session.js';
import { bindKysely } from './transaction-dialect.js';

/** What a transaction needs to know of the plugin it belongs to, and of the world. */
export interface TransactionContext {
  readonly spec: Pick<PluginSpec, 'id' | 'jobs'>;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** How much a transaction has left for others to do. */
export interface Written {
  readonly events: number;
  readonly jobs: number;
}

/** What is left to be written, and by which statements. */
export interface Flush {
  readonly written: Written;
  readonly statements: readonly Statement[];
}

/** A transaction that has begun: what plugins see of it, and what the host does with it. */
export interface OpenTransaction {
  readonly tx: Tx;
  /** What writes what was published and enqueued. Nothing may follow but the commit. */
  flush(): Flush;
  /** Makes every further use of `tx` an error. */
  close(): void;
}

/** Wraps a transaction. */
export function openTransaction(
  session: TransactionSession,
  cause: Cause,
  context: TransactionContext,
): OpenTransaction {
  const bound = bindKysely(session);
  const events: BufferedEvent[] = [];
  const jobs: BufferedJob[] = [];
  let stored = 0;
  let open = true;
  const assertOpen = (): void => {
    if (!open) throw new TypeError('the transaction is over: it cannot publish or enqueue any more');
  };
  const nextId = (): string => {
    assertOpen();
    return context.newId();
  };
  const causeNow = (): Cause => currentCause() ?? cause;
  const tx: Tx = {
    db: bound.db,
    publish(event: EventContract, data: unknown): void {
      events.push(bufferEvent(event, data, { id: nextId(), service: context.spec.id, cause: causeNow() }));
    },
    async storeEvents(): Promise<void> {
      assertOpen();
      const ready = events.splice(0);
      stored += ready.length;
      if (ready.length > 0) await session.together(flushEvents(ready, context.now()));
    },
    enqueue(kind: string, input: unknown): string {
      const job = bufferJob(context.spec.jobs, kind, input, nextId(), causeNow());
      jobs.push(job);
      return job.id;
    },
    copyFrom: (source: CopySource) => copyRows(session, source),
  };
  return {
    tx,
    flush() {
      const at = context.now();
      const written = { events: stored + events.length, jobs: jobs.length };
      const last = [...flushJobs(jobs, at), ...flushEvents(events, at)];
      return { written, statements: [...entryOf(session, cause, context, last), ...last] };
    },
    close() {
      open = false;
      bound.close();
    },
  };
}

/** What writes the transaction's entry into the audit log: none for one that has done nothing by itself. */
function entryOf(
  session: TransactionSession,
  cause: Cause,
  { spec }: TransactionContext,
  last: readonly Statement[],
): Statement[] {
  const isKept = session.hasBegun || last.length > 0 || cause.actor?.always;
  return isKept ? [recordEntry(spec.id, cause)] : [];
}
