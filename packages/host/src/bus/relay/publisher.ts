import type { NatsConnection } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import type { ConnectionWatch } from '../connection/connection-watch.js';
import { failpoint } from '../failpoint.js';
import { type Message, messageOfRow } from './message.js';
import type { OutboxRow } from './outbox.js';
import { refusalOfSize } from './publish-verdict.js';
import { type Outcome, PublishWindow, type WindowResult } from './publish-window.js';
import { collectReplies } from './replies.js';
import { tracePublishing } from '../../telemetry/event-spans.js';
import { inboxPrefixOf } from '../provisioning/rights.js';

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

/** Publishes a service's events, many at a time. */
export interface Publisher {
  /** Resolves once nothing is in flight any more. Never rejects: what failed is in the result. */
  publishAll(rows: readonly OutboxRow[]): Promise<WindowResult<OutboxRow>>;
  close(): void;
}

/** Makes the publisher of one service. */
export function createPublisher(settings: PublisherSettings): Publisher {
  const { nc, watch, root, service } = settings;
  const stream = streamName(root, service);
  const replies = collectReplies({ ...settings, stream, inboxPrefix: inboxPrefixOf(root, service) });
  const send: Send = tracePublishing(service, (row, settle) => {
    const message = messageOfRow(row, root, service, stream);
    const reason = refusalOf(message, nc.info?.max_payload ?? Infinity);
    if (reason) return settle({ kind: 'refused', reason });
    nc.publish(message.subject, message.payload, { headers: message.headers, reply: replies.expect(settle) });
    failpoint('relay.after-publish');
  });
  return {
    publishAll(rows) {
      const down: WindowResult<OutboxRow> = {
        stored: [],
        refused: [],
        failure: new Error('NATS is not connected'),
      };
      return watch.isUp() ? drive(new PublishWindow(rows, settings.window), send) : Promise.resolve(down);
    },
    close: () => replies.close(),
  };
}

type Send = (row: OutboxRow, settle: (outcome: Outcome) => void) => void;

/** Sends what the window allows until it says that all is settled. */
function drive(window: PublishWindow<OutboxRow>, send: Send): Promise<WindowResult<OutboxRow>> {
  return new Promise((resolve) => {
    let pumping = false;
    const pump = (): void => {
      // A row that is refused before it is sent settles in the middle of the loop.
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

/** Headers take less than this: only near the limit is it worth measuring them. */
const HEADERS_AT_MOST = 8_192;

function refusalOf({ payload, headers }: Message, limit: number): string | undefined {
  if (payload.length + HEADERS_AT_MOST <= limit) return undefined;
  const lines = [...headers].map(([name, values]) => `${name}: ${values.join('')}\r\n`);
  return refusalOfSize(payload.length + Buffer.byteLength(`NATS/1.0\r\n${lines.join('')}\r\n`), limit);
}
