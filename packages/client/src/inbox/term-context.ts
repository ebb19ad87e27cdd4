import type { EventEnvelope } from '@quyu/contract-kit';
import type { ClientBase, Pool } from 'pg';
import type { OnDead } from '../report-dead.js';
import type { Retry } from '../retry-settings.js';
import type { SubscriberLog } from '../subscriber-log.js';
import type { Tables } from './inbox.js';
import type { Owner } from './store.js';

/** Settings of `createInboxSettler`. */
export interface InboxSettings {
  readonly handler: (event: EventEnvelope, tx: ClientBase) => unknown;
  readonly pool: Pool;
  readonly tables: Tables;
  readonly retry: Retry;
  readonly onDead: OnDead;
  readonly log: SubscriberLog;
}

/** What a term works with. */
export interface TermContext extends InboxSettings {
  readonly owner: Owner;
  readonly epoch: string;
  readonly onProblem: (problem: string | undefined) => void;
}
