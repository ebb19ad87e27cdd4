/** The database cannot be reached, or went away in the middle. Nothing was committed; the same work may be tried again. */
export class DatabaseUnavailableError extends Error {
  constructor(cause: unknown) {
    super(`the database is not available: ${messageOf(cause)}`, { cause });
    this.name = 'DatabaseUnavailableError';
  }
}

/** The connection broke while the commit was under way: whether it happened is not known. */
export class AmbiguousCommitError extends Error {
  constructor(cause: unknown) {
    super(`the connection was lost during the commit, which may or may not have happened: ${messageOf(cause)}`, { cause });
    this.name = 'AmbiguousCommitError';
  }
}

/** The SQLSTATE of a database error. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && 'severity' in (error as object) ? code : undefined;
}

/** True when two transactions were in each other's way and the same work may well succeed now. */
export function isSerializationFailure(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlStateOf(error) ?? '');
}

/** Connection lost, no resources, shutting down, disk or file trouble, or a standby: classes and codes of SQLSTATE. */
const OUTAGE = /^(08...|53...|58...|57P0[1-5]|25006)$/;

/** True when the database, not the work, is at fault: it says nothing about the work and must not count against it. */
export function isDatabaseOutage(error: unknown): boolean {
  if (error instanceof DatabaseUnavailableError || error instanceof AmbiguousCommitError) return true;
  return OUTAGE.test(sqlStateOf(error) ?? '');
}

/** A message for people from whatever was thrown; an AggregateError (all addresses refused) has none of its own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
