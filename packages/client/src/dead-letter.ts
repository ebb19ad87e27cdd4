import type { EventEnvelope } from '@quyu/contract-kit';
import type { Received } from '@quyu/lane';

/** Why an event was put aside. */
export type DeadReason =
  /** It is no event that could be handled: headers, type or payload are not what the contract says. */
  | 'invalid'
  /** Its handler failed as often as it may. */
  | 'failed'
  /** The process died as often as it may while it was tried. Known only with an inbox. */
  | 'crashed'
  /** It follows a dead letter of its aggregate. Only with an inbox. */
  | 'quarantined';

/** An event that is put aside. */
export interface DeadLetter {
  readonly reason: DeadReason;
  readonly error: string;
  /** How often it was tried. */
  readonly attempts: number;
  readonly subject: string;
  readonly streamSequence: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
  /** The event, when it could be read. */
  readonly event?: EventEnvelope;
}

/** The dead letter of a message. */
export function deadLetterOf(
  received: Received,
  why: Pick<DeadLetter, 'reason' | 'error' | 'attempts'>,
): DeadLetter {
  const { raw } = received;
  return {
    ...why,
    subject: raw.subject,
    streamSequence: raw.streamSequence,
    headers: raw.headers(),
    data: raw.data,
    ...(received.ok ? { event: received.envelope } : {}),
  };
}
