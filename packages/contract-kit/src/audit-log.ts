import type { PageQuery } from './page.js';

/** What came of an action. */
export type AuditOutcome = 'done';

/** Who did what, when and from where, in one transaction. */
export interface AuditEntry {
  readonly entryId: string;
  readonly recordedAt: string;
  /** Subject of the caller, `service:<id>` for events and jobs, or `database:<login>` for changes by hand. */
  readonly actor: string;
  /** Whom the actor acted for. */
  readonly onBehalfOf: string | null;
  /** E.g. `partner.decideReview`, `event:territory.account-assigned.v1`, `job:calculate`, `sql`. */
  readonly operation: string;
  readonly outcome: AuditOutcome;
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  readonly requestId: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  /** Where the request came from. */
  readonly address: string | null;
  readonly idempotencyKey: string | null;
  /** What was asked for, without what is personal. */
  readonly details?: unknown;
}

/** A row that an entry's transaction has changed. */
export interface AuditChange {
  readonly changeId: string;
  readonly table: string;
  /** The columns of its key, with `/` between them. */
  readonly key: string;
  readonly kind: 'insert' | 'update' | 'delete' | 'truncate';
  /** The row as it was and as it became; of personal columns only whether they changed. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A link of the hash chain. */
export interface AuditSeal {
  readonly seq: number;
  readonly hash: string;
  readonly sealedAt: string;
}

/** An entry with the rows it changed, and the seal that covers both. */
export interface AuditEntryDetail extends AuditEntry {
  /** At most {@link AUDIT_CHANGES_CAP}. */
  readonly changes: readonly AuditChange[];
  readonly changesTotal: number;
  /** Null for a moment after the commit. */
  readonly seal: AuditSeal | null;
}

/** Which entries; everything that is given must match. */
export interface AuditQuery extends PageQuery {
  readonly actor?: string | undefined;
  readonly operation?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** With `resourceId`: what the action was about, or a row that it changed. */
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Instants; `from` is included, `to` is not. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The most changes of one entry that an answer holds. */
export const AUDIT_CHANGES_CAP = 1000;
