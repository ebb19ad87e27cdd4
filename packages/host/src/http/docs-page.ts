import Fastify, { type FastifyInstance } from 'fastify';

/** The page is our own script and style from our own address; the browser is told to refuse anything else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What the page shows, and that it stays inside: no fonts, telemetry, agents or proxies of others. */
const CONFIGURATION = {
  url: '/openapi.json',
  pageTitle: 'Quyu API',
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  persistAuth: false,
} as const;

/**
 * Adds `/docs`: the OpenAPI document as pages. The script is megabytes of text, so it is loaded when somebody first
 * asks for it, into a server of its own that never listens.
 */
export function addDocs(server: FastifyInstance): void {
  let pages: Promise<FastifyInstance> | undefined;
  server.get('/docs', (_request, reply) => reply.redirect('/docs/', 301));
  for (const path of ['/docs/', '/docs/js/scalar.js']) {
    server.get(path, async (_request, reply) => {
      const page = await (await (pages ??= loadPages())).inject(path);
      const type = page.headers['content-type'];
      return reply.header('content-security-policy', POLICY).type(String(type)).send(page.rawPayload);
    });
  }
}

async function loadPages(): Promise<FastifyInstance> {
  const { default: apiReference } = await import('@scalar/fastify-api-reference');
  const pages = Fastify();
  await pages.register(apiReference, { routePrefix: '/docs', configuration: CONFIGURATION });
  await pages.ready();
  return pages;
}
