import { type JsonSchema, jsonSchemaOf } from '@quyu/contract-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declaredRoutes } from './declared-routes.js';
import { loadDeployment } from './deployment.js';

/** Longer and longer: a pattern that tries everything is found by a short text, and would not come back from a long one. */
const LENGTHS = [8, 16, 22, 25, 28, 300, 20_000];
/** A pattern that is linear needs about one. */
const LIMIT_MS = 150;

function patternsIn(schema: JsonSchema): string[] {
  const found: string[] = [];
  // Stringifying is a walk that leaves nothing out, whatever keywords a schema has.
  JSON.stringify(schema, (key, value: unknown) => {
    if (key === 'pattern' && typeof value === 'string') found.push(value);
    return value;
  });
  return found;
}

/** Texts that nearly match, over and over: what makes a pattern with several ways to match try them all. */
function nearMatches(pattern: RegExp, length: number): string[] {
  const samples = fc.sample(fc.stringMatching(pattern), { seed: 5, numRuns: 20 });
  return samples.flatMap((sample) => {
    const piece = sample === '' ? 'a' : sample;
    const half = piece.slice(0, Math.ceil(piece.length / 2));
    const last = piece.at(-1)!;
    return [piece, half, last].map(
      (part) => `${(piece + part.repeat(Math.ceil(length / part.length))).slice(0, length)}\0`,
    );
  });
}

const routes = declaredRoutes(await loadDeployment());
const patterns = new Set(
  routes.flatMap(({ route }) =>
    [route.params, route.query, route.body].flatMap((schema) => (schema ? patternsIn(jsonSchemaOf(schema)) : [])),
  ),
); // prettier-ignore

/** Whether a pattern takes long to refuse a text of one of the lengths. */
function isSlow(pattern: RegExp): boolean {
  return LENGTHS.some((length) =>
    nearMatches(pattern, length).some((text) => {
      const startedAt = performance.now();
      pattern.test(text);
      return performance.now() - startedAt > LIMIT_MS;
    }),
  );
}

describe('a pattern of a contract', () => {
  test.each([...patterns])('%s does not take long to refuse a long text', (pattern) => {
    expect(isSlow(new RegExp(pattern))).toBe(false);
  });

  test.each([
    ['quadratic', /^a*a*$/],
    ['exponential', /^(a+)+$/],
  ])('would be found if it were %s', (_how, pattern) => {
    expect(isSlow(pattern)).toBe(true);
  });
});
