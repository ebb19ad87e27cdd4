import type { Fault } from './portable.js';

/** A title in both of the product's languages. */
export interface Title {
  readonly en: string;
  readonly zh: string;
}

/** One entry of a service's closed list of errors. */
export interface ProblemKind {
  readonly status: number;
  readonly title: Title;
}

/** An RFC 9457 problem document as it travels. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  /** The request's id, to be found in the logs. */
  readonly instance?: string;
  /** The trace the request belongs to, 32 hex digits; absent when nothing is traced. */
  readonly traceId?: string;
  /** Each fault with a JSON Pointer to the value at fault. */
  readonly errors?: readonly Fault[];
}

/** What the thrower knows of this one occurrence. */
export interface ProblemDetails {
  readonly detail?: string;
  readonly errors?: readonly Fault[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** The one error that crosses a service's edge. Anything else becomes `INTERNAL` without its message. */
export class Problem extends Error {
  readonly code: string;
  readonly kind: ProblemKind;
  readonly details: ProblemDetails;

  constructor(code: string, kind: ProblemKind, details: ProblemDetails = {}) {
    super(details.detail ?? kind.title.en, { cause: details.cause });
    this.name = 'Problem';
    this.code = code;
    this.kind = kind;
    this.details = details;
  }

  get status(): number {
    return this.kind.status;
  }

  /** @param language `zh` for Chinese titles. @param instance the request's id. @param traceId its trace. */
  toDocument(language: keyof Title = 'en', instance?: string, traceId?: string): ProblemDocument {
    const { detail, errors } = this.details;
    return {
      type: `urn:quyu:problem:${this.code.toLowerCase().replaceAll('_', '-')}`,
      title: this.kind.title[language],
      status: this.status,
      code: this.code,
      ...(detail === undefined ? {} : { detail }),
      ...(instance === undefined ? {} : { instance }),
      ...(traceId === undefined ? {} : { traceId }),
      ...(errors === undefined ? {} : { errors }),
    };
  }
}

/** Makes the problem of one code. */
export type ProblemMaker = (details?: ProblemDetails) => Problem;

/** A closed list of errors: one maker per code. */
export type ProblemMakers<Codes extends string> = { readonly [Code in Codes]: ProblemMaker & ProblemKind };

/**
 * Declares a service's closed list of error codes, in `SCREAMING_SNAKE`.
 *
 * @throws TypeError when a code is malformed or its status is not an error.
 * @example
 * const errors = defineErrors({ PARTNER_NOT_FOUND: { status: 404, title: { en: 'Partner not found', zh: '找不到渠道伙伴' } } });
 * throw errors.PARTNER_NOT_FOUND({ detail: 'no partner has the code "P-1"' });
 */
export function defineErrors<const Codes extends string>(
  kinds: Readonly<Record<Codes, ProblemKind>>,
): ProblemMakers<Codes> {
  const entries = Object.entries<ProblemKind>(kinds).map(([code, kind]) => {
    if (!/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(code))
      throw new TypeError(`error code "${code}" is not SCREAMING_SNAKE`);
    if (kind.status < 400 || kind.status > 599)
      throw new TypeError(`error ${code} has status ${kind.status}`);
    return [
      code,
      Object.assign((details?: ProblemDetails) => new Problem(code, kind, details), kind),
    ] as const;
  });
  return Object.freeze(Object.fromEntries(entries)) as ProblemMakers<Codes>;
}

/** Errors that any route may answer with: they belong to the platform, not to a service. */
export const platformErrors = defineErrors({
  INVALID_REQUEST: { status: 400, title: { en: 'The request is not valid', zh: '请求无效' } },
  MALFORMED_JSON: { status: 400, title: { en: 'The body is not valid JSON', zh: '请求体不是有效的 JSON' } },
  INVALID_CURSOR: { status: 400, title: { en: 'The cursor is not valid', zh: '分页游标无效' } },
  UNAUTHENTICATED: { status: 401, title: { en: 'A valid access token is needed', zh: '需要有效的访问令牌' } },
  FORBIDDEN: { status: 403, title: { en: 'The permission is missing', zh: '没有所需权限' } },
  SEPARATION_OF_DUTIES: {
    status: 403,
    title: { en: 'Somebody else must do this', zh: '须由他人办理' },
  },
  NOT_FOUND: { status: 404, title: { en: 'There is nothing at this address', zh: '此地址没有内容' } },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: { en: 'The method is not allowed here', zh: '此处不允许该方法' },
  },
  CONFLICT: {
    status: 409,
    title: { en: 'The request conflicts with the current state', zh: '请求与当前状态冲突' },
  },
  VERSION_MISMATCH: {
    status: 412,
    title: { en: 'The resource has changed since it was read', zh: '资源在读取后已被修改' },
  },
  BODY_TOO_LARGE: { status: 413, title: { en: 'The body is over the limit', zh: '请求体超出上限' } },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: { en: 'The content type is not accepted here', zh: '不接受该内容类型' },
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: { en: 'The idempotency key was used for another request', zh: '幂等键已用于其他请求' },
  },
  VERSION_REQUIRED: { status: 428, title: { en: 'If-Match is required', zh: '缺少 If-Match' } },
  TOO_MANY_REQUESTS: { status: 429, title: { en: 'Too many requests', zh: '请求过于频繁' } },
  INTERNAL: { status: 500, title: { en: 'Something failed on our side', zh: '服务内部错误' } },
  UNAVAILABLE: { status: 503, title: { en: 'Not available at the moment', zh: '服务暂时不可用' } },
});
