import type { TestHost } from '@quyu/testkit';
import { startTestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Exchange, openExchange } from '../requests/exchange.js';
import { wireRequest } from '../requests/request.js';
import { validExample } from '../requests/valid-parts.js';
import { type DeclaredRoute, declaredRoutes, permissionsBut } from '../routes/declared-routes.js';
import { loadDeployment } from '../routes/deployment.js';

const deployment = await loadDeployment();
const routes = declaredRoutes(deployment);
const readable = routes.filter(({ route }) => route.kind === 'read');
let app: TestHost;
let exchange: Exchange;

beforeAll(async () => {
  app = await startTestHost(deployment);
  exchange = openExchange(app.url);
});
afterAll(() => app.stop());

const requestOf = (each: DeclaredRoute) => wireRequest(each, validExample(each.route));
/** Permissions of others that the route itself needs on its way: what it may be refused for though it is allowed. */
const passedOn = ({ calls }: DeclaredRoute): readonly string[] =>
  calls.flatMap(({ permissions }) => Object.keys(permissions)).concat('platform:read');
const isRefused = (each: DeclaredRoute, { status, problem }: Answer): boolean =>
  status === 401 ||
  (status === 403 && !passedOn(each).some((permission) => problem?.detail?.includes(`"${permission}"`)));

describe('who may', () => {
  test.each(routes)('$name: no token -> 401', async (each) => {
    const answer = await exchange(requestOf(each));
    expect([answer.status, answer.problem?.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="quyu"');
  });

  test.each(routes)('$name: rubbish without a token -> 401 too', async (each) => {
    const request = { ...requestOf(each), headers: { 'content-type': 'text/x-rubbish' }, body: '{' };
    expect((await exchange(request)).status).toBe(401);
  });

  test.each(routes)('$name: every permission but its own -> 403 naming it', async (each) => {
    const { permission } = each.route;
    const token = await app.token({ permissions: permissionsBut(permission, routes) });
    const answer = await exchange(requestOf(each), token);
    expect([answer.status, answer.problem?.code]).toEqual([403, 'FORBIDDEN']);
    expect(answer.problem?.detail).toContain(`"${permission}"`);
    expect(answer.headers['www-authenticate']).toContain(`scope="${permission}"`);
  });

  test.each(routes)('$name: no permission at all -> 403', async (each) => {
    const answer = await exchange(requestOf(each), await app.token({ permissions: [] }));
    expect(answer.status).toBe(403);
  });

  test.each(routes)('$name: its permission alone -> not refused', async (each) => {
    const answer = await exchange(requestOf(each), await app.token({ permissions: [each.route.permission] }));
    expect(isRefused(each, answer), `${answer.status} ${answer.text.slice(0, 300)}`).toBe(false);
  });

  test.each(readable)('$name: HEAD without a token -> 401', async (each) => {
    const answer = await exchange({ ...requestOf(each), method: 'HEAD' });
    expect(answer.status).toBe(401);
  });
});

describe('the matrix', () => {
  test('covers exactly the routes that the running host describes', async () => {
    const open = { method: 'GET', path: '/openapi.json', headers: {}, body: undefined };
    const { paths } = JSON.parse((await exchange(open)).text) as { paths: Record<string, Operations> };
    const described = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(routes.map(({ name }) => name).toSorted()).toEqual(described.toSorted());
    expect(routes.length).toBeGreaterThan(100);
  });
});

type Operations = Readonly<Record<string, { readonly operationId: string }>>;
