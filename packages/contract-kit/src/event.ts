import type { z } from 'zod';
import { check, erase, jsonSchemaOf, type SchemaOf } from './portable.js';

/** `<service>.<what-happened>.v<N>`, e.g. `partner.activated.v1`: past tense and versioned. */
export type EventType = `${string}.${string}.v${number}`;

/**
 * What others may know of an event: its type, the aggregate it happened to, its payload and examples.
 * `Data` is a plain type: zod stays behind `schema`, so that importing a contract costs the compiler little.
 */
export interface EventContract<Type extends EventType = EventType, Data = unknown> {
  readonly type: Type;
  /** The service that publishes it: the first part of `type`. */
  readonly service: string;
  readonly version: number;
  readonly summary: string;
  /** Kind of thing it happened to; events of one aggregate keep their order. */
  readonly aggregate: string;
  /** The field of the payload that holds the aggregate's id. */
  readonly key: string;
  readonly schema: z.ZodType<Data>;
  readonly examples: readonly Data[];
}

/** The payload of an event contract. */
export type DataOf<E extends EventContract> = E extends EventContract<EventType, infer Data> ? Data : never;

/** What {@link defineEvent} takes. */
export interface EventSpec<Type extends EventType, Data> {
  readonly type: Type;
  readonly summary: string;
  readonly aggregate: string;
  readonly key: keyof Data & string;
  readonly schema: SchemaOf<Data>;
  readonly examples: readonly [Data, ...Data[]];
}

const TYPE = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.v([1-9]\d*)$/;

/**
 * Declares an event. The schema must be portable (see {@link jsonSchemaOf}) and every example must fit it.
 *
 * @throws TypeError when the type is malformed, an example does not parse or lacks the aggregate's id.
 * @example
 * export const partnerActivated = defineEvent({
 *   type: 'partner.activated.v1', aggregate: 'partner', key: 'partnerId', summary: 'A partner may sell.',
 *   schema: z.object({ partnerId: z.string() }), examples: [{ partnerId: 'p-1' }],
 * });
 */
export function defineEvent<const Type extends EventType, Data extends object>(
  spec: EventSpec<Type, Data>,
): EventContract<Type, Data> {
  const parts = TYPE.exec(spec.type);
  if (!parts)
    throw new TypeError(`event type "${spec.type}" is not <service>.<what-happened>.v<N> in kebab-case`);
  const schema = erase(spec.schema);
  jsonSchemaOf(schema);
  for (const [index, example] of spec.examples.entries()) assertExample(spec, example, index);
  return Object.freeze({ ...spec, schema, service: parts[1]!, version: Number(parts[3]) });
}

function assertExample<Data>(spec: EventSpec<EventType, Data>, example: Data, index: number): void {
  const parsed = check(erase(spec.schema), example, `/examples/${index}`);
  if (!parsed.ok) {
    const faults = parsed.faults.map((fault) => `${fault.pointer} ${fault.message}`).join('; ');
    throw new TypeError(`event ${spec.type}: ${faults}`);
  }
  if (typeof example[spec.key] !== 'string') {
    throw new TypeError(
      `event ${spec.type}: /examples/${index}/${spec.key} must be the aggregate's id, a string`,
    );
  }
}
