import { platformErrors } from '@quyu/contract-kit';

/**
 * The version a caller read, from `If-Match: "3"`.
 *
 * @throws Problem VERSION_REQUIRED when it is absent, INVALID_REQUEST when it is not a version.
 */
export function readIfMatch(header: string | undefined): number {
  if (header === undefined)
    throw platformErrors.VERSION_REQUIRED({ detail: 'send If-Match with the ETag you read' });
  const digits = /^"?(\d{1,15})"?$/.exec(header)?.[1];
  if (digits !== undefined) return Number(digits);
  const message = 'is not a version: send the ETag as it was received, e.g. "3"';
  throw platformErrors.INVALID_REQUEST({
    detail: `If-Match ${message}`,
    errors: [{ pointer: '/headers/if-match', code: 'invalid_format', message }],
  });
}

/** The ETag of an answer: its numeric `version`, if it has one. */
export function etagOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('version' in answer)) return undefined;
  return typeof answer.version === 'number' ? `"${answer.version}"` : undefined;
}
