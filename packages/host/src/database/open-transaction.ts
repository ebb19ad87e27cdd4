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
  const jobs: BufferedJob[] = [];
  let open = true;
  const assertOpen = (): void => {
    if (!open) throw new TypeError('the transaction is over: it cannot publish or enqueue any more');
  };
  const causeNow = (): Cause => currentCause() ?? cause;
  const outgoing = holdEvents(session, context, { assertOpen, causeNow });
  const tx: Tx = {
    db: bound.db,
    publish: outgoing.publish,
    storeEvents: outgoing.store,
    enqueue(kind: string, input: unknown): string {
      assertOpen();
      const job = bufferJob(context.spec.jobs, kind, input, context.newId(), causeNow());
      jobs.push(job);
      return job.id;
    },
    copyFrom: (source: CopySource) => copyRows(session, source),
  };
  return {
    tx,
    flush() {
      const at = context.now();
      const written = { events: outgoing.count(), jobs: jobs.length };
      const last = [...flushJobs(jobs, at), ...outgoing.flush(at)];
      return { written, statements: [...entryOf(session, cause, context, last), ...last] };
    },
    close() {
      open = false;
      bound.close();
    },
  };
}

/** The events of a transaction, from when they are published until they are in the outbox. */
interface OutgoingEvents extends Pick<Tx, 'publish'> {
  readonly store: Tx['storeEvents'];
  /** How many there were, stored or not. */
  count(): number;
  /** What writes those that are not stored yet. */
  flush(at: Date): readonly Statement[];
}

function holdEvents(
  session: TransactionSession,
  { spec, now, newId }: TransactionContext,
  { assertOpen, causeNow }: { readonly assertOpen: () => void; readonly causeNow: () => Cause },
): OutgoingEvents {
  const events: BufferedEvent[] = [];
  let published = 0;
  return {
    publish(event: EventContract, data: unknown): void {
      assertOpen();
      events.push(bufferEvent(event, data, { id: newId(), service: spec.id, cause: causeNow() }));
      published += 1;
    },
    async store(): Promise<void> {
      assertOpen();
      const statements = flushEvents(events.splice(0), now());
      if (statements.length > 0) await session.together(statements);
    },
    count: () => published,
    flush: (at) => flushEvents(events, at),
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
