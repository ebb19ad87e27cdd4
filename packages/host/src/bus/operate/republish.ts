import { headers } from '@nats-io/nats-core';
import { type StoredMsg, jetstream } from '@nats-io/jetstream';
import { type RepublishAnswer, type RepublishRequest, platformErrors } from '@quyu/contract-kit';
import { v5 } from 'uuid';
import { attributesOf, headersOf } from './find-event.js';
import type { OperateContext } from './operate-context.js';
import { type OwnStream, openOwnStream } from './own-stream.js';
import { createPace } from './pace.js';

/** Says of a message that it is a copy, and of which run. */
export const REPUBLISH_HEADER = 'quyu-republish';
/** Names the sequence of the original. */
const ORIGIN_HEADER = 'quyu-republish-of';
/** Most messages that one call looks at. */
const SPAN = 10_000;

/**
 * Puts events of the service's stream there again, in their order and under their own ids: who had them leaves them out. The
 * broker's message id is made of the run and the sequence, so that a call that is repeated does not double anything.
 *
 * @throws Problem NOT_FOUND when the service publishes nothing, INVALID_REQUEST when the range is none.
 */
export async function republish(
  request: RepublishRequest,
  by: string,
  context: OperateContext,
): Promise<RepublishAnswer> {
  const { dryRun = false, republishId = context.newId() } = request;
  const stream = await openOwnStream(context);
  if (!stream) throw platformErrors.NOT_FOUND({ detail: `${context.spec.id} publishes nothing` });
  const range = rangeOf(request, stream);
  const pace = createPace(context.stop, request.ratePerSecond);
  const count = { republished: 0, passedOver: 0 };
  let sequence = range.from;
  for (; sequence <= range.to && sequence < range.from + SPAN && !pace.isOver(); sequence += 1) {
    const message = await stream.get(sequence);
    if (!message || !isWanted(message, request)) {
      count.passedOver += 1;
      continue;
    }
    if (!dryRun) {
      await pace.step();
      await publishAgain(message, { stream, republishId, context });
    }
    count.republished += 1;
  }
  const { log } = context;
  if (!dryRun) log.warn({ ...count, ...range, republishId, by }, 'events were published again');
  return { dryRun, republishId, ...count, next: sequence <= range.to ? sequence : null };
}

function rangeOf(
  { fromSequence, toSequence }: RepublishRequest,
  { first, last }: OwnStream,
): { readonly from: number; readonly to: number } {
  if (fromSequence > toSequence) {
    const message = 'must not be below fromSequence';
    throw platformErrors.INVALID_REQUEST({
      detail: 'the range ends before it begins',
      errors: [{ pointer: '/body/toSequence', code: 'range', message }],
    });
  }
  if (fromSequence > last || toSequence < first)
    throw platformErrors.NOT_FOUND({ detail: `the stream holds the sequences ${first} to ${last}` });
  return { from: Math.max(fromSequence, first), to: Math.min(toSequence, last) };
}

/** A copy is not copied: it says the same as its original. */
function isWanted(message: StoredMsg, { type, aggregateType, aggregateId }: RepublishRequest): boolean {
  if (message.header.has(REPUBLISH_HEADER)) return false;
  const event = attributesOf(message);
  return (
    event.eventId !== null &&
    (type === undefined || type === event.type) &&
    (aggregateType === undefined || aggregateType === event.aggregateType) &&
    (aggregateId === undefined || aggregateId === event.aggregateId)
  );
}

interface Copying {
  readonly stream: OwnStream;
  readonly republishId: string;
  readonly context: OperateContext;
}

async function publishAgain(message: StoredMsg, { stream, republishId, context }: Copying): Promise<void> {
  const head = headers();
  for (const [name, value] of Object.entries(headersOf(message))) {
    if (!/^nats-/i.test(name)) head.set(name, value);
  }
  head.set(REPUBLISH_HEADER, republishId);
  head.set(ORIGIN_HEADER, String(message.seq));
  await jetstream(context.nc, { checkAPI: false }).publish(message.subject, message.data, {
    headers: head,
    msgID: v5(String(message.seq), republishId),
    expect: { streamName: stream.name },
  });
}
