import { Problem, type ProblemDetails, platformErrors } from '@quyu/contract-kit';
import { isDatabaseOutage, isSerializationFailure } from '../database/errors.js';

type Known = (error: Error) => Problem;

const unavailable =
  (detail: string): Known =>
  (cause) =>
    platformErrors.UNAVAILABLE({ detail, retryAfterSeconds: 1, cause });
const refused =
  (make: (details: ProblemDetails) => Problem, detail: string): Known =>
  (cause) =>
    make({ detail, cause });

const outage = unavailable('the database cannot be reached at the moment');
const contention = unavailable('the database is too busy at the moment');
const neighbour = unavailable('another service cannot be reached at the moment');
const outside = refused(
  platformErrors.FORBIDDEN,
  'it would read or change something outside the scope in which you have the permission',
);
const unstorable = refused(platformErrors.INVALID_REQUEST, 'a text holds a character that cannot be stored');

/** Codes of Fastify, of Node's sockets and of Postgres, and the problem each of them is. */
const KNOWN: Readonly<Record<string, Known>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: refused(
    platformErrors.BODY_TOO_LARGE,
    'the body is larger than this route accepts',
  ),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refused(
    platformErrors.UNSUPPORTED_MEDIA_TYPE,
    'the content type is missing, or is not the one this route accepts',
  ),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: refused(
    platformErrors.INVALID_REQUEST,
    'the body is shorter or longer than its content-length',
  ),
  FST_ERR_BAD_URL: refused(platformErrors.INVALID_REQUEST, 'the address is not validly encoded'),
  FST_ERR_MAX_PARAM_LENGTH: refused(platformErrors.INVALID_REQUEST, 'a part of the address is too long'),
  ECONNREFUSED: outage,
  ECONNRESET: outage,
  ETIMEDOUT: outage,
  EPIPE: outage,
  '42501': outside,
  '55P03': contention,
  '57014': contention,
  '22021': unstorable,
  '22P05': unstorable,
  '22003': refused(platformErrors.INVALID_REQUEST, 'a number is out of range'),
};

/** What pg and fetch say of lost connections without giving a code. */
const BY_MESSAGE: readonly (readonly [RegExp, Known])[] = [
  [/^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/, outage],
  [/^(fetch failed|terminated)$/, neighbour],
];

/**
 * The problem that anything thrown becomes. What is not known is `INTERNAL`, without a word of its message: that
 * belongs in the log.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (!(error instanceof Error)) return platformErrors.INTERNAL({ cause: error });
  if (isDatabaseOutage(error)) return outage(error);
  if (isSerializationFailure(error)) return contention(error);
  if (error.name === 'TimeoutError') return neighbour(error);
  return (knownCode(error) ?? knownMessage(error) ?? internal)(error);
}

function knownCode(error: Error): Known | undefined {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && Object.hasOwn(KNOWN, code) ? KNOWN[code] : undefined;
}

function knownMessage(error: Error): Known | undefined {
  return BY_MESSAGE.find(([message]) => message.test(error.message))?.[1];
}

function internal(cause: Error): Problem {
  return platformErrors.INTERNAL({ cause });
}
