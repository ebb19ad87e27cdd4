import type { PluginSpec } from '@quyu/plugin-kit';
import type { FastifyInstance } from 'fastify';

/** What there is to see besides the services. */
const LINKS = {
  docs: '/docs/',
  openapi: '/openapi.json',
  asyncapi: '/asyncapi.json',
  live: '/health/live',
  ready: '/health/ready',
} as const;

/** Adds `/`: what runs here and where, for people and programs. */
export function addIndex(server: FastifyInstance, specs: readonly PluginSpec[], version: string): void {
  const services = specs.map(({ id, summary }) => ({ id, summary, api: `/api/${id}/v1` }));
  const page = { name: 'Quyu', version, services, links: LINKS };
  const html = htmlOf(specs, version);
  server.get('/', (request, reply) => {
    const forPeople = request.headers.accept?.includes('text/html') ?? false;
    return forPeople ? reply.type('text/html; charset=utf-8').send(html) : reply.send(page);
  });
}

function htmlOf(specs: readonly PluginSpec[], version: string): string {
  const services = specs.map(
    ({ id, summary }) =>
      `<li><code>/api/${id}/v1</code> ${escapeHtml(summary.en)} ${escapeHtml(summary.zh)}</li>`,
  );
  const links = Object.entries(LINKS).map(([name, address]) => `<li><a href="${address}">${name}</a></li>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Quyu</title>
<h1>Quyu 渠域 ${escapeHtml(version)}</h1><ul>${links.join('')}</ul><ul>${services.join('')}</ul></html>\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
