import { Problem, type ProblemDetails, platformErrors } from '@quyu/contract-kit';

type Known = (error: ErrorWithCode) => Problem;
type ErrorWithCode = Error & { readonly code?: unknown };

const unavailable = (detail: string): Known => (cause) => platformErrors.UNAVAILABLE({ detail, retryAfterSeconds: 1, cause });
const refused =
  (make: (details: ProblemDetails) => Problem, detail?: string): Known =>
  (cause) =>
    make({ detail: detail ?? cause.message, cause });

const database = unavailable('the database cannot be reached at the moment');
const contention = unavailable('the database is too busy at the moment');
const unstorable = refused(platformErrors.INVALID_REQUEST, 'a text holds a character that cannot be stored');

/** Codes of Fastify, of Node's sockets and of Postgres, and the problem each of them is. */
const KNOWN: Readonly<Record<string, Known>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: refused(platformErrors.BODY_TOO_LARGE, 'the body is larger than this route accepts'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refused(platformErrors.UNSUPPORTED_MEDIA_TYPE, 'the content type is missing or another one is expected'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: refused(platformErrors.INVALID_REQUEST, 'the body is shorter or longer than its content-length'),
  FST_ERR_BAD_URL: refused(platformErrors.INVALID_REQUEST, 'the address is not validly encoded'),
  FST_ERR_MAX_PARAM_LENGTH: refused(platformErrors.INVALID_REQUEST, 'a part of the address is too long'),
  FST_ERR_HANDLER_TIMEOUT: unavailable('the request took too long and was given up'),
  ECONNRESET: database, ECONNREFUSED: database, ETIMEDOUT: database, ENOTFOUND: database, EPIPE: database,
  '57P01': database, '57P02': database, '57P03': database, '53300': database, '53100': database, '25006': database,
  '40001': contention, '40P01': contention, '55P03': contention, '57014': contention,
  '22021': unstorable, '22P05': unstorable,
  '22003': refused(platformErrors.INVALID_REQUEST, 'a number is out of range'),
}; // prettier-ignore

/** pg gives no code to these. */
const LOST_CONNECTION = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/**
 * The problem that anything thrown becomes. What is not known is `INTERNAL`, without a word of its message: that
 * belongs in the log.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (!(error instanceof Error)) return platformErrors.INTERNAL({ cause: error });
  const { code } = error as ErrorWithCode;
  if (typeof code === 'string') {
    if (Object.hasOwn(KNOWN, code)) return KNOWN[code]!(error);
    if (code.startsWith('08')) return database(error);
  }
  if (LOST_CONNECTION.test(error.message)) return database(error);
  if (error instanceof RangeError && error.message.startsWith('the cursor')) return invalidCursor(error);
  return platformErrors.INTERNAL({ cause: error });
}

/** `readCursor` of the contract kit throws a RangeError for a cursor that no list gave out. */
function invalidCursor(cause: RangeError): Problem {
  const errors = [{ pointer: '/query/cursor', code: 'invalid_cursor', message: cause.message }];
  return platformErrors.INVALID_CURSOR({ detail: cause.message, errors, cause });
}
