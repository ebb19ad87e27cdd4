import { type EventContract, type EventEnvelope, check, fromHeaders, parseJson } from '@quyu/contract-kit';
import { v5, validate } from 'uuid';
import { isAggregateId } from '../database/event-buffer.js';

/** A message as it came, before anything in it is believed. */
export interface RawMessage {
  readonly subject: string;
  readonly streamSequence: number;
  readonly header: (name: string) => string | undefined;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly data: Uint8Array;
}

/**
 * What can be said of a message that is not a valid event. Its aggregate is named only once its headers can be trusted:
 * it decides what is quarantined.
 */
export interface Claims {
  readonly type?: string;
  readonly aggregateType?: string;
  readonly aggregateId?: string;
  readonly aggregateVersion?: number;
}

/** A message that was read: an event, or the reason why it is none. */
export type Decoded = (
  | { readonly ok: true; readonly envelope: EventEnvelope; readonly contract: EventContract }
  | { readonly ok: false; readonly reason: string; readonly claims: Claims }
) & {
  /** Under which id it is remembered. That of an invalid message is ours: the one it claims may belong to a good event. */
  readonly eventId: string;
  readonly raw: RawMessage;
};

/** What the decoder of a lane knows. */
export interface DecodeContext {
  readonly root: string;
  readonly stream: string;
  readonly contracts: ReadonlyMap<string, EventContract>;
}

/** Namespace of the ids we give to messages that are no events. */
const INVALID = '6f1f0a3e-6c0d-5c59-9a53-0a0d5b1f6c52';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a message. Never throws for what is in it: whatever is wrong becomes the reason. */
export function decodeMessage(raw: RawMessage, context: DecodeContext): Decoded {
  let claims: Claims = {};
  try {
    const attributes = fromHeaders(raw.header);
    if (isAggregateId(attributes.type)) claims = { type: attributes.type };
    assertAttributes(attributes, raw.subject, context.root);
    const contract = context.contracts.get(attributes.type);
    if (!contract) throw new TypeError(`the type ${attributes.type} is not one this service consumes`);
    assertAggregateType(attributes, contract);
    claims = attributes;
    const data = readData(raw.data, contract);
    assertAggregateId(attributes, data, contract);
    return { ok: true, envelope: { ...attributes, data }, contract, eventId: attributes.id, raw };
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    return { ok: false, reason: error.message, claims, eventId: v5(`${context.stream}/${raw.streamSequence}`, INVALID), raw };
  }
}

type Attributes = Omit<EventEnvelope, 'data'>;

function assertAttributes(attributes: Attributes, subject: string, root: string): void {
  const { id, type, service, aggregateId } = attributes;
  if (!validate(id)) throw new TypeError('header ce-id is not a UUID');
  if (subject !== `${root}.${type}.${subject.slice(subject.lastIndexOf('.') + 1)}`) {
    throw new TypeError(`header ce-type says ${type}, but the subject is ${subject}`);
  }
  if (!type.startsWith(`${service}.`)) throw new TypeError(`header ce-source says ${service}, but the subject is ${subject}`);
  if (!isAggregateId(aggregateId)) throw new TypeError('header ce-subject is not an aggregate id');
}

function readData(bytes: Uint8Array, contract: EventContract): unknown {
  const parsed = check(contract.schema, parseJson(utf8.decode(bytes)), '/data');
  if (parsed.ok) return parsed.value;
  throw new TypeError(parsed.faults.map((fault) => `${fault.pointer} ${fault.message}`).join('; '));
}

function assertAggregateType({ aggregateType }: Attributes, contract: EventContract): void {
  if (aggregateType === contract.aggregate) return;
  throw new TypeError(`header ce-aggregatetype says ${aggregateType}, but ${contract.type} is of ${contract.aggregate}`);
}

function assertAggregateId({ aggregateId }: Attributes, data: unknown, contract: EventContract): void {
  const id = (data as Readonly<Record<string, unknown>>)[contract.key];
  if (id !== aggregateId) throw new TypeError(`header ce-subject differs from /data/${contract.key}`);
}
