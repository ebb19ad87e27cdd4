import { hash } from 'node:crypto';
import { platformErrors } from '@quyu/contract-kit';
import type { Session } from '../database/session.js';
import type { Input } from './read-input.js';

/** One attempt at a write, named by its caller. */
export interface Attempt {
  readonly key: string;
  /** Subject of the caller: keys of different callers never meet. */
  readonly caller: string;
  readonly operation: string;
  /** Of the request's content: the same key with other content is a mistake. */
  readonly fingerprint: string;
}

/** What an earlier request with the same key was answered. */
export interface RecordedAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The key of a request, or undefined when it has none.
 *
 * @throws Problem INVALID_REQUEST when it is empty, longer than 200 characters or not visible ASCII.
 */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && /^[!-~]{1,200}$/.test(header)) return header;
  const message = 'must be 1 to 200 visible ASCII characters';
  throw platformErrors.INVALID_REQUEST({
    detail: `Idempotency-Key ${message}`,
    errors: [{ pointer: '/headers/idempotency-key', code: 'invalid_format', message }],
  });
}

/** A digest of what a write asks for. The parts come from their schemas, so equal requests give equal text. */
export function fingerprintOf(input: Input, ifMatch: number | undefined): string {
  return hash('sha256', JSON.stringify([input.params, input.query, input.body, ifMatch]), 'base64url');
}

const CLAIM = `insert into idempotency_key (key, caller, operation, fingerprint) values ($1, $2, $3, $4) on conflict do nothing`;
const FIND = `select operation, fingerprint, status, body from idempotency_key where key = $1 and caller = $2 order by operation = $3 desc limit 1`;
const RECORD = `update idempotency_key set status = $4, body = $5 where key = $1 and caller = $2 and operation = $3`;

/**
 * Claims an attempt's key for this transaction. A concurrent duplicate waits here, on the unique index, until the
 * first commits (then it is told that one's answer) or rolls back (then it goes first itself).
 *
 * @returns undefined when the work is to be done, or the answer to repeat.
 * @throws Problem IDEMPOTENCY_KEY_REUSED when the key belongs to a request with other content.
 */
export async function claimKey(session: Session, attempt: Attempt): Promise<RecordedAnswer | undefined> {
  const { key, caller, operation, fingerprint } = attempt;
  const claimed = await session.query<KeptRow>({
    name: 'idempotency_claim',
    text: CLAIM,
    values: [key, caller, operation, fingerprint],
  });
  if (claimed.rowCount === 1) return undefined;
  const found = await session.query<KeptRow>({
    name: 'idempotency_find',
    text: FIND,
    values: [key, caller, operation],
  });
  const row: KeptRow | undefined = found.rows[0];
  // The row was there a moment ago: only the removal of old keys can have taken it, so the key is free again.
  if (!row) return claimKey(session, attempt);
  const same = row.operation === operation && row.fingerprint === fingerprint;
  if (same && row.status !== null) return { status: row.status, body: row.body ?? undefined };
  throw platformErrors.IDEMPOTENCY_KEY_REUSED({
    detail: 'the key was used for a request with other content',
  });
}

interface KeptRow {
  readonly operation: string;
  readonly fingerprint: string;
  readonly status: number | null;
  readonly body: unknown;
}

/** Keeps the answer of an attempt, in the transaction that did its work: together with its commit. */
export function recordAnswer(session: Session, attempt: Attempt, answer: RecordedAnswer): void {
  const { key, caller, operation } = attempt;
  const body = answer.body === undefined ? null : JSON.stringify(answer.body);
  session.defer({
    name: 'idempotency_record',
    text: RECORD,
    values: [key, caller, operation, answer.status, body],
  });
}
