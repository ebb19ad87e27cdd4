import { type EventContract, jsonSchemaOf } from '@quyu/contract-kit';
import type { PluginSpec } from '@quyu/plugin-kit';
import type { JsonObject } from './embed-schema.js';
import { eventsOf } from './events-of.js';

/**
 * A JSON Schema (draft 2020-12) document of each event's payload, by event type.
 *
 * @example jsonSchemasOf([partner.spec])['partner.activated.v1'].$id // 'urn:quyu:event:partner.activated.v1'
 */
export function jsonSchemasOf(specs: readonly PluginSpec[]): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(eventsOf(specs).map(({ event }) => [event.type, schemaDocument(event)]));
}

function schemaDocument(event: EventContract): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:quyu:event:${event.type}`,
    title: event.type,
    description: event.summary,
    examples: event.examples,
    ...jsonSchemaOf(event.schema),
  };
}
