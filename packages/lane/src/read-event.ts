import {
  type EventAttributes,
  type EventContract,
  type EventEnvelope,
  check,
  fromHeaders,
  parseJson,
  partitionOf,
  partitionToken,
} from '@quyu/contract-kit';
import { v5, validate } from 'uuid';

/** A message as it came, before anything in it is believed. */
export interface RawMessage {
  readonly subject: string;
  readonly streamSequence: number;
  readonly header: (name: string) => string | undefined;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly data: Uint8Array;
}

/**
 * What can be said of a message that is no valid event. Its aggregate is named only once its headers can be trusted: it
 * decides what is quarantined.
 */
export interface Claims {
  readonly type?: string;
  readonly aggregateType?: string;
  readonly aggregateId?: string;
  readonly aggregateVersion?: number;
}

/** A message that was read: an event, or the reason why it is none. */
export type Received = (
  | { readonly ok: true; readonly envelope: EventEnvelope; readonly contract: EventContract }
  | { readonly ok: false; readonly reason: string; readonly claims: Claims }
) & {
  /** Under which id it is remembered. That of an invalid message is ours: the one it claims may belong to a good event. */
  readonly eventId: string;
  readonly raw: RawMessage;
};

/** What the reader knows. */
export interface ReadContext {
  /** First token of every subject. */
  readonly root: string;
  readonly stream: string;
  /** By event type. */
  readonly contracts: ReadonlyMap<string, EventContract>;
}

/** Namespace of the ids we give to messages that are no events. */
const INVALID = '6f1f0a3e-6c0d-5c59-9a53-0a0d5b1f6c52';
const ID_LIMIT = 256;
const READ_FROM = 'Nats-Stream';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a message as an event: headers against the subject and the contract, the body against the schema. Never throws
 * for what is in it: whatever is wrong becomes the reason.
 *
 * @example readEvent(raw, { root: 'quyu', stream: 'QUYU_PARTNER', contracts }).ok
 */
export function readEvent(raw: RawMessage, context: ReadContext): Received {
  let claims: Claims = {};
  try {
    const attributes = fromHeaders(raw.header);
    if (canTravel(attributes.type)) claims = { type: attributes.type };
    assertNoAnswer(raw, context.stream);
    assertAttributes(attributes, raw.subject, context.root);
    const contract = context.contracts.get(attributes.type);
    if (!contract) throw new TypeError(`the type ${attributes.type} is not one that is consumed here`);
    assertAggregateType(attributes, contract);
    claims = attributes;
    const data = readBody(raw.data, contract);
    assertAggregateId(attributes, data, contract);
    assertPartition(attributes, raw.subject);
    return { ok: true, envelope: { ...attributes, data }, contract, eventId: attributes.id, raw };
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    const eventId = v5(`${context.stream}/${raw.streamSequence}`, INVALID);
    return { ok: false, reason: error.message, claims, eventId, raw };
  }
}

/** True when a text came through a header as it was written, and can be a key. */
function canTravel(text: string): boolean {
  return text !== '' && text.length <= ID_LIMIT && text.trim() === text && !/\p{Cc}|\p{Cs}/u.test(text);
}

/**
 * The broker does not check where the answer to a request goes: whoever may read a stream can have what it holds, and so what it
 * has put there itself, stored in a foreign one. Such an answer names the stream it was read from.
 */
function assertNoAnswer({ header, headers }: RawMessage, stream: string): void {
  if (!header(READ_FROM)) return;
  const from = headers()[READ_FROM];
  if (from !== stream) throw new TypeError(`it was read from the stream ${from} and stored in ${stream}`);
}

function assertAttributes(
  { id, type, service, aggregateId }: EventAttributes,
  subject: string,
  root: string,
): void {
  if (!validate(id)) throw new TypeError('header ce-id is not a UUID');
  if (subject.slice(0, subject.lastIndexOf('.')) !== `${root}.${type}`) {
    throw new TypeError(`header ce-type says ${type}, but the subject is ${subject}`);
  }
  if (!type.startsWith(`${service}.`)) {
    throw new TypeError(`header ce-source says ${service}, but the subject is ${subject}`);
  }
  if (!canTravel(aggregateId)) throw new TypeError('header ce-subject is not an aggregate id');
}

function assertAggregateType({ aggregateType }: EventAttributes, contract: EventContract): void {
  if (aggregateType === contract.aggregate) return;
  throw new TypeError(
    `header ce-aggregatetype says ${aggregateType}, but ${contract.type} is of ${contract.aggregate}`,
  );
}

function readBody(bytes: Uint8Array, contract: EventContract): unknown {
  const parsed = check(contract.schema, parseJson(utf8.decode(bytes)), '/data');
  if (parsed.ok) return parsed.value;
  throw new TypeError(parsed.faults.map((fault) => `${fault.pointer} ${fault.message}`).join('; '));
}

function assertAggregateId({ aggregateId }: EventAttributes, data: unknown, contract: EventContract): void {
  const id = (data as Readonly<Record<string, unknown>>)[contract.key];
  if (id !== aggregateId) throw new TypeError(`header ce-subject differs from /data/${contract.key}`);
}

/** On another partition it could overtake the events of its aggregate: others may have that lane. */
function assertPartition({ aggregateType, aggregateId }: EventAttributes, subject: string): void {
  const partition = partitionToken(partitionOf(aggregateType, aggregateId));
  const token = subject.slice(subject.lastIndexOf('.') + 1);
  if (token === partition) return;
  throw new TypeError(`the subject says ${token}, but ${aggregateType}/${aggregateId} is on ${partition}`);
}
