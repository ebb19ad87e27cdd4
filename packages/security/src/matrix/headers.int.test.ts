import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeploymentHost, startDeployment } from '../requests/deployment-host.js';
import type { Answer } from '../requests/exchange.js';
import { wireRequest } from '../requests/request.js';
import { validExample } from '../requests/valid-parts.js';
import { declaredRoutes } from '../routes/declared-routes.js';
import { loadDeployment } from '../routes/deployment.js';

const routes = declaredRoutes(await loadDeployment());
const pages = [
  '/',
  '/health/live',
  '/health/ready',
  '/openapi.json',
  '/asyncapi.json',
  '/docs/',
  '/metrics',
  '/no-such',
];
let host: DeploymentHost;

beforeAll(async () => {
  host = await startDeployment();
});
afterAll(() => host.stop());

const wanted: readonly [string, RegExp][] = [
  ['strict-transport-security', /^max-age=(\d{8,}); includeSubDomains$/],
  ['content-security-policy', /default-src 'none'.*base-uri 'none'.*frame-ancestors 'none'/],
  ['x-content-type-options', /^nosniff$/],
  ['referrer-policy', /^no-referrer$/],
  ['cross-origin-resource-policy', /^same-origin$/],
  ['cache-control', /^no-store$/],
];
const unwanted = [
  'server',
  'x-powered-by',
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'set-cookie',
];

/** What is wrong with the headers of an answer. */
function faultsIn({ status, headers, text }: Answer): string[] {
  const missing = wanted.filter(([name, value]) => !value.test(String(headers[name]))).map(([name]) => `${name}: ${String(headers[name])}`);
  const told = unwanted.filter((name) => name in headers);
  const typed = text === '' || /^(application|text)\/[\w+.-]+/.test(String(headers['content-type']));
  return [...missing, ...told, ...(typed ? [] : ['content-type'])].map((fault) => `${status} ${fault}`);
} // prettier-ignore

describe('the headers of an answer keep browsers from doing anything with it', () => {
  test.each(routes)('$name: with a token, and without', async (each) => {
    const parts = validExample(each.route);
    expect(faultsIn(await host.ask(each, parts))).toEqual([]);
    expect(faultsIn(await host.exchange(wireRequest(each, parts)))).toEqual([]);
  });

  test.each(pages)('%s', async (path) => {
    const headers = { origin: 'https://evil.example', accept: 'text/html' };
    const request = { method: 'GET', path, headers, body: undefined };
    expect(faultsIn(await host.exchange(request, await host.app.token()))).toEqual([]);
  });
});
