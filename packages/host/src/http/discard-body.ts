import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a caller may go on sending a body that was already answered. */
const GRACE_MS = 5000;

/**
 * Once the answer is sent, reads and drops what is left of the request's body, for a few seconds; a caller that is
 * still sending then is cut off.
 */
export function discardBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  response.once('finish', () => {
    if (request.complete) return;
    request.resume();
    const timer = setTimeout(() => request.destroy(), GRACE_MS);
    request.once('close', () => clearTimeout(timer));
  });
}
