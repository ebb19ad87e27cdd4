import { platformApi } from '@quyu/contract-kit';
import type { PluginSpec } from '@quyu/plugin-kit';
import type { JsonObject } from './embed-schema.js';
import { openApiComponents } from './openapi-components.js';
import { operationOf } from './openapi-operation.js';

/** What an OpenAPI document says besides the routes. */
export interface OpenApiOptions {
  /** Version of the platform, e.g. `1.0.0`. */
  readonly version: string;
  /** Addresses the API is served at; without them a reader takes the one it got the document from. */
  readonly servers?: readonly string[];
}

/**
 * The OpenAPI 3.1 document of all services on one page: a tag per service, operations named `<service>.<operation>`,
 * with the routes that the host adds to every service.
 *
 * @throws TypeError when a path or query parameter's schema refers to another schema.
 * @example JSON.stringify(openApiOf([partner.spec, territory.spec], { version: '1.0.0' }))
 */
export function openApiOf(specs: readonly PluginSpec[], options: OpenApiOptions): JsonObject {
  const services = specs.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Quyu',
      version: options.version,
      description: 'The APIs of every service of this deployment. Errors are RFC 9457 problem documents.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    ...(options.servers ? { servers: options.servers.map((url) => ({ url })) } : {}),
    tags: services.map(tagOf),
    paths: pathsOf(services),
    components: openApiComponents(),
    security: [{ bearer: [] }],
  };
}

function tagOf(spec: PluginSpec): JsonObject {
  const title = spec.api?.title ?? { en: spec.id, zh: spec.id };
  return {
    name: spec.id,
    'x-displayName': `${title.en} ${title.zh}`,
    description: `${spec.summary.en}\n\n${spec.summary.zh}`,
  };
}

function pathsOf(specs: readonly PluginSpec[]): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const spec of specs) {
    for (const api of [spec.api, platformApi(spec.id)]) {
      for (const [name, route] of Object.entries(api?.routes ?? {})) {
        const { path, method, content } = operationOf(api!, name, route);
        (paths[path] ??= {})[method] = content;
      }
    }
  }
  return paths;
}
