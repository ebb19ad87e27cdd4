import { check } from '@quyu/contract-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declaredRoutes } from '../routes/declared-routes.js';
import { loadDeployment } from '../routes/deployment.js';
import { arbitraryOf } from './arbitrary-of.js';
import { validParts } from './valid-parts.js';

const routes = declaredRoutes(await loadDeployment());

describe('a made request', () => {
  test.each(routes)('$name: is one that its contract accepts', ({ route }) => {
    const accepted = fc.property(validParts(route), (parts) => {
      for (const part of ['params', 'query', 'body'] as const) {
        if (!route[part]) continue;
        // What travels is text: a value that JSON cannot carry would be another one there.
        expect(check(route[part], JSON.parse(JSON.stringify(parts[part])))).toMatchObject({ ok: true });
      }
    });
    fc.assert(accepted, { numRuns: 15 });
  });

  test('is refused where a schema is of a kind that nobody makes values of', () => {
    expect(() => arbitraryOf({ type: 'object', properties: { a: { not: {} } } })).toThrow('no generator');
  });
});
