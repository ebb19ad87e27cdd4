import type { IncomingMessage } from 'node:http';
import { platformErrors } from '@quyu/contract-kit';

/**
 * A request's body as it arrives.
 *
 * @param limit largest size in bytes.
 * @throws Problem (while it is read) BODY_TOO_LARGE over the limit, INVALID_REQUEST when the caller goes away.
 */
export async function* readBody(
  request: IncomingMessage,
  limit: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (Number(request.headers['content-length']) > limit) throw tooLarge(limit);
  let bytes = 0;
  // destroyOnReturn: a handler may stop early and still answer on the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(limit);
    yield chunk;
  }
  if (!request.complete)
    throw platformErrors.INVALID_REQUEST({ detail: 'the body ended before it was whole' });
}

function tooLarge(limit: number): Error {
  return platformErrors.BODY_TOO_LARGE({
    detail: `the body is larger than the ${limit} bytes this route accepts`,
  });
}
