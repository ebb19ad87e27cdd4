import { asyncApiOf, openApiOf } from '@quyu/catalogue';
import { KIT_VERSION, type PluginSpec } from '@quyu/plugin-kit';
import type { FastifyInstance } from 'fastify';

/** Adds `/openapi.json` and `/asyncapi.json` of the services that run here; each is made when first asked for. */
export function addCatalogue(server: FastifyInstance, specs: readonly PluginSpec[], root: string): void {
  const documents = {
    '/openapi.json': () => openApiOf(specs, { version: KIT_VERSION }),
    '/asyncapi.json': () => asyncApiOf(specs, { root }),
  };
  for (const [path, make] of Object.entries(documents)) {
    let text: string | undefined;
    server.get(path, (_request, reply) => {
      text ??= JSON.stringify(make());
      return reply.type('application/json; charset=utf-8').send(text);
    });
  }
}
