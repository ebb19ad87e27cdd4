import { createInbox } from '@nats-io/nats-core';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import type { ConnectionWatch } from './connection-watch.js';
import { failpoint } from './failpoint.js';
import { type Message, messageOfRow } from './message.js';
import type { OutboxRow } from './outbox.js';
import { judgeReply, refusalOfSize } from './publish-verdict.js';
import { type Outcome, PublishWindow, type WindowResult } from './publish-window.js';

/** Settings of {@link createPublisher}. */
export interface PublisherSettings {
  readonly nc: NatsConnection;
  readonly watch: ConnectionWatch;
  readonly root: string;
  readonly service: string;
  /** Most publishes in flight. */
  readonly window: number;
  /** How long to wait for the broker's reply, in milliseconds. */
  readonly timeoutMs: number;
}

/** Publishes events many at a time, with one subscription for all the replies. */
export interface Publisher {
  /** Resolves once nothing is in flight any more. Never rejects: what failed is in the result. */
  publishAll(rows: readonly OutboxRow[]): Promise<WindowResult<OutboxRow>>;
  close(): void;
}

interface InFlight {
  readonly sentAt: number;
  readonly settle: (outcome: Outcome) => void;
}

/** Makes the publisher of one service. */
export function createPublisher(settings: PublisherSettings): Publisher {
  const { nc, watch } = settings;
  const stream = streamName(settings.root, settings.service);
  const inbox = createInbox();
  const inFlight = new Map<string, InFlight>();
  let serial = 0;
  const settle = (token: string, outcome: Outcome): void => {
    const entry = inFlight.get(token);
    inFlight.delete(token);
    entry?.settle(outcome);
  };
  const failAll = (message: string, sentBefore = Infinity): void => {
    for (const [token, { sentAt }] of inFlight) {
      if (sentAt < sentBefore) settle(token, { kind: 'failed', error: new Error(message) });
    }
  };
  const replies = nc.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      if (error) failAll(`the replies cannot be read: ${error.message}`);
      else settle(tokenOf(message), judgeReply(message.headers?.code ?? 0, message.string(), stream));
    },
  });
  const ignoreDown = watch.onDown(() => failAll('the connection to NATS was lost'));
  const clock = setInterval(
    () => failAll(`the broker did not reply within ${settings.timeoutMs} ms`, performance.now() - settings.timeoutMs),
    500,
  ).unref();

  const send = (row: OutboxRow, done: (outcome: Outcome) => void): void => {
    const message = messageOfRow(row, settings.root, settings.service, stream);
    const reason = refusalOf(message, nc.info?.max_payload ?? Infinity);
    if (reason) return done({ kind: 'refused', reason });
    const token = String((serial += 1));
    inFlight.set(token, { sentAt: performance.now(), settle: done });
    nc.publish(message.subject, message.payload, { headers: message.headers, reply: `${inbox}.${token}` });
    failpoint('relay.after-publish');
  };
  return {
    publishAll(rows) {
      if (!watch.isUp()) return Promise.resolve({ stored: [], refused: [], failure: new Error('NATS is not connected') });
      return drive(new PublishWindow(rows, settings.window), send);
    },
    close() {
      ignoreDown();
      clearInterval(clock);
      replies.unsubscribe();
      failAll('the relay stops');
    },
  };
}

/** Sends what the window allows until it says that all is settled. */
function drive(
  window: PublishWindow<OutboxRow>,
  send: (row: OutboxRow, done: (outcome: Outcome) => void) => void,
): Promise<WindowResult<OutboxRow>> {
  return new Promise((resolve) => {
    let pumping = false;
    const pump = (): void => {
      if (pumping) return;
      pumping = true;
      for (let row = window.next(); row; row = window.next()) {
        const sent = row;
        send(sent, (outcome) => {
          window.settle(sent, outcome);
          pump();
        });
      }
      pumping = false;
      const result = window.result();
      if (result) resolve(result);
    };
    pump();
  });
}

function tokenOf(message: Msg): string {
  return message.subject.slice(message.subject.lastIndexOf('.') + 1);
}

/** Headers take less than this: only near the limit is it worth encoding them twice. */
const HEADERS_AT_MOST = 8_192;

function refusalOf({ payload, headers }: Message, limit: number): string | undefined {
  if (payload.length + HEADERS_AT_MOST <= limit) return undefined;
  return refusalOfSize(payload.length + Buffer.byteLength(headers.toString()), limit);
}
