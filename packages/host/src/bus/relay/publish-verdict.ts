import type { Outcome } from './publish-window.js';

/** What the broker's reply to a publish says. */
interface PublishReply {
  readonly stream?: string;
  readonly error?: { readonly code: number; readonly err_code?: number; readonly description?: string };
}

/** Codes of JetStream for which the same message will be refused for ever: too large, or its headers are. */
const PERMANENT = new Set([10054, 10097]);

/**
 * Judges the broker's reply. Anything that may pass (no space, no leader, no such stream yet) is a failure to be retried,
 * however long it takes; only what depends on the message alone is refused.
 *
 * @param status the code of a status message, e.g. 503 when nobody listens; 0 for an ordinary reply.
 */
export function judgeReply(status: number, text: string, stream: string): Outcome {
  if (status !== 0)
    return failed(
      status === 503 ? `no stream takes the event: is ${stream} there?` : `the broker answers ${status}`,
    );
  const reply = parseReply(text);
  if (!reply) return failed(`the broker's reply is not understood: ${text.slice(0, 100)}`);
  if (reply.error) return judgeError(reply.error);
  return reply.stream === stream
    ? { kind: 'stored' }
    : failed(`stored in ${reply.stream ?? 'no stream'} instead of ${stream}`);
}

function judgeError(error: NonNullable<PublishReply['error']>): Outcome {
  const text = `${error.description ?? 'the broker refuses'} (${error.err_code ?? error.code})`;
  return PERMANENT.has(error.err_code ?? 0) ? { kind: 'refused', reason: text } : failed(text);
}

function parseReply(text: string): PublishReply | undefined {
  try {
    return JSON.parse(text) as PublishReply;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function failed(message: string): Outcome {
  return { kind: 'failed', error: new Error(message) };
}

/**
 * Why a message of this size can never be sent, or undefined when it can.
 *
 * @param limit the server's `max_payload`, which counts headers too.
 */
export function refusalOfSize(size: number, limit: number): string | undefined {
  return size > limit ? `the event takes ${size} bytes and the broker accepts ${limit}` : undefined;
}
