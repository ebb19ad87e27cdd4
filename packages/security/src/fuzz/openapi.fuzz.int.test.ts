import type { JsonSchema } from '@quyu/contract-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApiOf } from '@quyu/catalogue';
import { KIT_VERSION } from '@quyu/plugin-kit';
import { type DeploymentHost, startDeployment } from '../requests/deployment-host.js';
import { HOSTILE_TEXTS } from '../requests/hostile.js';
import { faultsOfAnswer } from '../requests/judge-answer.js';
import type { WireRequest } from '../requests/request.js';
import { loadDeployment } from '../routes/deployment.js';
import { type DescribedOperation, operationsOf } from './described-operations.js';
import { enoughAfter, fuzzSettings } from './fuzz-settings.js';
import { requestsOf } from './requests-of.js';

const { runs, seed, limitMs } = fuzzSettings(process.env);
const { plugins } = await loadDeployment();
const specs = plugins.map(({ spec }) => spec);
const document = JSON.parse(JSON.stringify(openApiOf(specs, { version: KIT_VERSION }))) as JsonSchema;
const operations = operationsOf(document);
/** What answers may quote. Short texts would take too much out of an answer. */
const QUOTED = HOSTILE_TEXTS.filter(({ length }) => length > 6);
/** Operations of which a request was taken, and not only refused. */
const reached = new Set<string>();
let host: DeploymentHost;
let token: string;

beforeAll(async () => {
  host = await startDeployment();
});
afterAll(() => host.stop());

const reaches = (path: string, asked: string): boolean =>
  path === asked || new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked);
const get = (path: string): WireRequest => ({ method: 'GET', path, headers: {}, body: undefined });

async function faultsOf(
  { id, method }: DescribedOperation,
  request: WireRequest,
  problems: readonly string[],
): Promise<readonly string[]> {
  const answer = await host.exchange(request, token);
  if (answer.status < 400 && request.method === method) reached.add(id);
  if (request.method === 'HEAD') return answer.status < 500 ? [] : [`${answer.status} is a failure of ours`];
  return faultsOfAnswer(answer, { problems }, QUOTED);
}

describe('the document', () => {
  test('is the one that the host gives out, with codes for every operation', async () => {
    expect(JSON.parse((await host.exchange(get('/openapi.json'))).text)).toEqual(document);
    expect(operations.filter(({ codes }) => codes.size === 0)).toEqual([]);
    expect(operations.length).toBeGreaterThan(100);
  });
});

describe(`nearly right requests (seed ${seed})`, () => {
  test.each(operations)('$id: no failure, and errors as declared', async (operation) => {
    token = await host.app.token();
    // With another method a request may come to a route whose parameter takes this path: `/org-units/{code}` takes `bulk`.
    const siblings = operations.filter(({ path }) => reaches(path, operation.path));
    const problems = siblings.flatMap(({ codes }) => [...codes]);
    const made = requestsOf(operation, document, host.market.north);
    const isEnough = enoughAfter(limitMs);
    let faults: readonly string[] = [];
    const property = fc.asyncProperty(made, async (request) => {
      // Once something was found, the time is for making it small.
      if (faults.length === 0 && isEnough()) return;
      const found = await faultsOf(operation, request, problems);
      if (found.length > 0) faults = found;
      expect(found).toEqual([]);
    });
    await fc.assert(property, { numRuns: runs, seed });
  });
});

describe('afterwards', () => {
  test('most operations have been reached, so that it was not only the door that was tried', () => {
    const unreached = operations.filter(({ id }) => !reached.has(id)).map(({ id }) => id);
    expect(reached.size / operations.length, unreached.join()).toBeGreaterThan(0.6);
  });

  test('the host lives, is ready, and keeps its prototypes to itself', async () => {
    expect((await host.exchange(get('/health/live'))).status).toBe(200);
    expect((await host.exchange(get('/health/ready'))).status).toBe(200);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
