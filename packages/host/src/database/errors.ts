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
    super(
      `the connection was lost during the commit, which may or may not have happened: ${messageOf(cause)}`,
      { cause },
    );
    this.name = 'AmbiguousCommitError';
  }
}

/** The SQLSTATE of a database error, or of the one that caused it. */
export function sqlStateOf(error: unknown): string | undefined {
  return causesOf(error)
    .map(ownSqlState)
    .find((state) => state !== undefined);
}

function ownSqlState(error: Error): string | undefined {
  const isSql = 'severity' in error && 'code' in error && typeof error.code === 'string';
  return isSql ? String(error.code) : undefined;
}

/** An error and what caused it; a chain longer than this is a circle. */
function causesOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let each = error; each instanceof Error && chain.length < 10; each = each.cause) chain.push(each);
  return chain;
}

/** True when two transactions were in each other's way and the same work may well succeed now. */
export function isSerializationFailure(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlStateOf(error) ?? '');
}

/** Connection lost, no resources, shutting down, disk or file trouble, or a standby: classes and codes of SQLSTATE. */
const OUTAGE = /^(08...|53...|58...|57P0[1-5]|25006)$/;

/** True when the database, not the work, is at fault: it says nothing about the work and must not count against it. */
export function isDatabaseOutage(error: unknown): boolean {
  const isOurs = (each: Error): boolean =>
    each instanceof DatabaseUnavailableError || each instanceof AmbiguousCommitError;
  if (causesOf(error).some(isOurs)) return true;
  return OUTAGE.test(sqlStateOf(error) ?? '');
}

/** A message for people from whatever was thrown; an AggregateError (all addresses refused) has none of its own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
