import { createInbox } from '@nats-io/nats-core';
import type { NatsConnection } from '@nats-io/transport-node';
import type { ConnectionWatch } from '../connection/connection-watch.js';
import { judgeReply } from './publish-verdict.js';
import type { Outcome } from './publish-window.js';

/** Collects the broker's replies to publishes, with one subscription for all of them. */
export interface Replies {
  /** Waits for a reply. @returns the subject on which it is to come. */
  expect(settle: (outcome: Outcome) => void): string;
  close(): void;
}

/** Settings of {@link collectReplies}. */
export interface RepliesSettings {
  /** Below which subject the replies are to come: the user's own. */
  readonly inboxPrefix: string;
  readonly nc: NatsConnection;
  readonly watch: ConnectionWatch;
  /** The stream in which everything is to be stored. */
  readonly stream: string;
  /** How long to wait for a reply, in milliseconds. */
  readonly timeoutMs: number;
}

interface Expected {
  readonly since: number;
  readonly settle: (outcome: Outcome) => void;
}

/** Starts to collect. A reply that is overdue, or lost with the connection, is a failure. */
export function collectReplies({ nc, watch, stream, timeoutMs, inboxPrefix }: RepliesSettings): Replies {
  const inbox = createInbox(inboxPrefix);
  const expected = new Map<string, Expected>();
  let serial = 0;
  const settle = (subject: string, outcome: Outcome): void => {
    const entry = expected.get(subject);
    expected.delete(subject);
    entry?.settle(outcome);
  };
  const failAll = (message: string, before = Infinity): void => {
    for (const [subject, { since }] of expected) {
      if (since < before) settle(subject, { kind: 'failed', error: new Error(message) });
    }
  };
  const subscription = nc.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      if (error) failAll(`the replies cannot be read: ${error.message}`);
      else settle(message.subject, judgeReply(message.headers?.code ?? 0, message.string(), stream));
    },
  });
  const ignoreDown = watch.onDown(() => failAll('the connection to NATS was lost'));
  const findOverdue = (): void =>
    failAll(`the broker did not reply within ${timeoutMs} ms`, performance.now() - timeoutMs);
  const clock = setInterval(findOverdue, 500).unref();
  return {
    expect(onReply) {
      const subject = `${inbox}.${(serial += 1)}`;
      expected.set(subject, { since: performance.now(), settle: onReply });
      return subject;
    },
    close() {
      ignoreDown();
      clearInterval(clock);
      subscription.unsubscribe();
      failAll('the relay stops');
    },
  };
}
