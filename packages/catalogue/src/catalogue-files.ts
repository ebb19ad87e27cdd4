import { KIT_VERSION, type PluginSpec } from '@quyu/plugin-kit';
import { asyncApiOf } from './asyncapi.js';
import { contractsOf } from './evolution/contracts.js';
import { eventsPage } from './events-page.js';
import { jsonSchemasOf } from './json-schemas.js';
import { openApiOf } from './openapi.js';
import { stableJson } from './stable-json.js';

/**
 * The files of `docs/catalogue/`, by path below it: the same specs always give the same bytes, so that the committed
 * copy can be compared.
 *
 * @example Object.keys(catalogueFiles(specs)) // ['asyncapi.json', 'contracts.json', 'events.md', 'openapi.json', 'schemas/...json']
 */
export function catalogueFiles(specs: readonly PluginSpec[]): Readonly<Record<string, string>> {
  const schemas = Object.entries(jsonSchemasOf(specs)).map(([type, schema]): [string, string] => [
    `schemas/${type}.json`,
    stableJson(schema),
  ]);
  return {
    'asyncapi.json': stableJson(asyncApiOf(specs, { root: 'quyu' })),
    'contracts.json': stableJson(contractsOf(specs)),
    'events.md': eventsPage(specs),
    'openapi.json': stableJson(openApiOf(specs, { version: KIT_VERSION })),
    ...Object.fromEntries(schemas),
  };
}
