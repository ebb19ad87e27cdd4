import type { Socket } from 'node:net';
import { platformErrors } from '@quyu/contract-kit';

/** Answers what is not HTTP at all, or too slow or too large to become a request: there is no request to speak of. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, reason, detail } = reasonOf(error.code);
  const problem = { ...platformErrors.INVALID_REQUEST({ detail }).toDocument(), status };
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function reasonOf(code: string | undefined): { status: number; reason: string; detail: string } {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { status: 408, reason: 'Request Timeout', detail: 'the request did not arrive in time' };
  if (code === 'HPE_HEADER_OVERFLOW') {
    return { status: 431, reason: 'Request Header Fields Too Large', detail: 'the headers are too large' };
  }
  return { status: 400, reason: 'Bad Request', detail: 'this is not a valid HTTP request' };
}
