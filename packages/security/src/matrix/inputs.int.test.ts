import { PAGE_CAP, jsonSchemaOf } from '@quyu/contract-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeploymentHost, startDeployment } from '../requests/deployment-host.js';
import { faultsOfAnswer } from '../requests/judge-answer.js';
import { aboutKnown } from '../requests/places.js';
import { validExample, validParts } from '../requests/valid-parts.js';
import { type DeclaredRoute, declaredRoutes } from '../routes/declared-routes.js';
import { loadDeployment } from '../routes/deployment.js';

const routes = declaredRoutes(await loadDeployment());
const withJson = routes.filter(({ route }) => route.kind === 'write' || route.kind === 'act');
const withBody = routes.filter(({ route }) => route.mediaType !== '');
const lists = routes.filter(({ route }) => 'limit' in propertiesOf(route.query));
let host: DeploymentHost;

beforeAll(async () => {
  host = await startDeployment();
});
afterAll(() => host.stop());

function propertiesOf(schema: DeclaredRoute['route']['query']): object {
  return (schema && (jsonSchemaOf(schema)['properties'] as object | undefined)) ?? {};
}
const pointersOf = ({ problem }: Awaited<ReturnType<DeploymentHost['ask']>>): readonly string[] =>
  (problem?.errors ?? []).map(({ pointer }) => pointer);

describe('what the contract accepts', () => {
  test.each(routes)('$name: valid requests -> an answer of the contract', async (each) => {
    const problems = [...each.route.problems, ...each.calls.flatMap(({ routes: called }) => Object.values(called).flatMap((route) => route.problems))]; // prettier-ignore
    for (const made of fc.sample(validParts(each.route), { seed: 3, numRuns: 6 })) {
      const parts = { ...made, params: aboutKnown(made.params, host.market.south) };
      const answer = await host.ask(each, parts);
      const shown = JSON.stringify([parts, answer.text.slice(0, 300)]);
      expect(faultsOfAnswer(answer, { problems }), shown).toEqual([]);
      expect(pointersOf(answer).filter((pointer) => pointer.startsWith('/params')), shown).toEqual([]); // prettier-ignore
    }
  });
});

describe('what no contract has', () => {
  test.each(routes)('$name: unknown field in the query -> 400 at it', async (each) => {
    const parts = validExample(each.route);
    const answer = await host.ask(each, { ...parts, query: { ...parts.query, 'no-such': 'x' } });
    expect([answer.status, pointersOf(answer)]).toEqual([400, ['/query/no-such']]);
  });

  test.each(withJson)('$name: unknown field in the body -> 400 at it', async (each) => {
    const parts = validExample(each.route);
    const body = { ...(parts.body as object | undefined), 'no-such': true };
    const answer = await host.ask(each, { ...parts, body });
    const pointer = each.route.body ? '/body/no-such' : '/body';
    expect([answer.status, pointersOf(answer)]).toEqual([400, [pointer]]);
  });

  test.each(withBody)('$name: another content type, or none -> 415', async (each) => {
    const parts = { ...validExample(each.route), body: {} };
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded']) {
      const answer = await host.ask(each, parts, { headers: { 'content-type': type } });
      expect([type, answer.status, answer.problem?.code]).toEqual([type, 415, 'UNSUPPORTED_MEDIA_TYPE']);
    } // prettier-ignore
  });

  test.each(withBody)('$name: a compressed body -> 415', async (each) => {
    const parts = { ...validExample(each.route), body: {} };
    const answer = await host.ask(each, parts, { headers: { 'content-encoding': 'gzip' } });
    expect([answer.status, answer.problem?.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  test.each(routes)('$name: methods that it does not have -> 405 or 404', async (each) => {
    const siblings = routes.filter(({ address }) => reaches(address, each.address));
    const served = new Set(['GET', 'HEAD', ...siblings.map(({ route }) => route.method)]);
    const others = ['PUT', 'PATCH', 'DELETE', 'POST', 'TRACE', 'OPTIONS'].filter((method) => !served.has(method)); // prettier-ignore
    for (const method of others) {
      const answer = await host.ask(each, validExample(each.route), { method });
      expect([404, 405], `${method} ${answer.text}`).toContain(answer.status);
      expect(faultsOfAnswer(answer, each.route)).toEqual([]);
    }
  });
});

/** Whether a request to an address may come to a route: `/models/:modelId` takes `/models/from-divisions` too. */
const reaches = (address: string, asked: string): boolean =>
  new RegExp(`^${address.replaceAll(/:\w+/g, '[^/]+')}$`).test(asked);

describe('what is too much', () => {
  test.each(withJson)('$name: a body over the limit -> 413', async (each) => {
    const request = { ...validExample(each.route), body: { filler: 'x'.repeat(each.route.bodyLimit) } };
    const answer = await host.ask(each, request);
    expect([answer.status, answer.problem?.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  test.each(withBody)('$name: a body that says it is over the limit -> 413 or 400, unread', async (each) => {
    const length = String(each.route.bodyLimit + 1);
    const answer = await host.ask(each, { ...validExample(each.route), body: {} }, { headers: { 'content-length': length, connection: 'close' } }); // prettier-ignore
    expect(faultsOfAnswer(answer, each.route)).toEqual([]);
    const isItsOwn = each.route.problems.some((code) => code === answer.problem?.code);
    expect(isItsOwn || [413, 404, 409].includes(answer.status), answer.text).toBe(true);
  });

  test.each(withJson)('$name: a body nested 200 deep -> 400', async (each) => {
    const body = '{"a":'.repeat(200) + '1' + '}'.repeat(200);
    const answer = await host.ask(each, { ...validExample(each.route), body: {} }, { body });
    expect([answer.status, answer.problem?.code]).toEqual([400, 'MALFORMED_JSON']);
  });

  test.each(lists)('$name: limit over the cap, below one or no whole number -> 400 at it', async (each) => {
    const parts = validExample(each.route);
    for (const limit of [PAGE_CAP + 1, 0, -1, 1.5, '1e2', '0x10', 'many', '', 10 ** 21]) {
      const answer = await host.ask(each, { ...parts, query: { ...parts.query, limit } });
      expect([limit, answer.status, pointersOf(answer)]).toEqual([limit, 400, ['/query/limit']]);
    }
  });

  test.each(lists)('$name: a limit that is given twice -> 400 at it', async (each) => {
    const parts = validExample(each.route);
    const answer = await host.ask(each, { ...parts, query: { ...parts.query, limit: [1, 2] } });
    expect([answer.status, pointersOf(answer)]).toEqual([400, ['/query/limit']]);
  });
});

describe('a list', () => {
  const pages = routes.filter(({ route }) => {
    const answer = propertiesOf(route.answer);
    return 'items' in answer && 'next' in answer;
  });

  test.each(pages)('$name: has a limit in its query', (each) => {
    expect(lists.map(({ name }) => name)).toContain(each.name);
  });
});
