import type { EventEnvelope } from '@quyu/contract-kit';
import type { InHand, Received } from '@quyu/lane';
import { type DeadLetter, deadLetterOf } from '../dead-letter.js';
import { type Settler, StoppedError } from '../lane/settler.js';
import { type OnDead, reportDead } from '../report-dead.js';
import { type Retry, callInTime, describe, waitAfter } from '../retry-settings.js';
import type { SubscriberLog } from '../subscriber-log.js';
import { RecentIds } from './recent-ids.js';

/** Settings of {@link createMemorySettler}. */
export interface MemorySettings {
  readonly handler: (event: EventEnvelope) => unknown;
  readonly retry: Retry;
  readonly onDead: OnDead;
  readonly log: SubscriberLog;
}

/** How many events are remembered, so that one that comes again is recognised. */
const REMEMBERED = 65_536;
const BATCH = 256;

/** Handles events one by one and remembers them for as long as the process lives. */
export function createMemorySettler(settings: MemorySettings): Settler {
  const recent = new RecentIds(REMEMBERED);
  return {
    begin: async () => ({
      batchSize: BATCH,
      findSettled: async (messages) =>
        new Set(messages.map(({ eventId }) => eventId).filter((id) => recent.has(id))),
      async settle(batch, over) {
        for (const message of batch) {
          if (over.aborted) throw new StoppedError();
          await settleOne(message, recent, settings, over);
        }
      },
    }),
  };
}

async function settleOne(
  { received, settled }: InHand,
  recent: RecentIds,
  settings: MemorySettings,
  over: AbortSignal,
): Promise<void> {
  if (recent.has(received.eventId)) return settled();
  const letter = await handle(received, settings, over);
  if (letter) await reportDead(letter, settings.onDead, settings.log, over);
  recent.add(received.eventId);
  settled(letter && `${letter.reason}: ${letter.error}`);
}

/** @returns the dead letter it became, if it did. */
async function handle(
  received: Received,
  { handler, retry, log }: MemorySettings,
  over: AbortSignal,
): Promise<DeadLetter | undefined> {
  if (!received.ok) return deadLetterOf(received, { reason: 'invalid', error: received.reason, attempts: 0 });
  const { envelope } = received;
  for (let attempts = 1; ; attempts += 1) {
    try {
      await callInTime(envelope.type, retry.handlerTimeoutMs, () => handler(envelope));
      return undefined;
    } catch (error) {
      const problem = describe(error);
      log.warn(`the handler of ${envelope.type} ${envelope.id} failed (${attempts}): ${problem}`);
      if (attempts >= retry.maxAttempts) {
        return deadLetterOf(received, { reason: 'failed', error: problem, attempts });
      }
      await waitAfter(attempts, retry.backoff, over);
    }
  }
}
