import { type JsonSchema, jsonSchemaOf } from '@quyu/contract-kit';
import { describe, expect, test } from 'vitest';
import { declaredRoutes } from './declared-routes.js';
import { loadDeployment } from './deployment.js';
import { unboundedIn } from './unbounded.js';

const routes = declaredRoutes(await loadDeployment());
const parts = routes.flatMap(({ name, route }) =>
  (['params', 'query', 'body'] as const).flatMap((part) =>
    route[part] ? [{ name, part, schema: jsonSchemaOf(route[part]) }] : [],
  ),
);

describe('what a caller may send', () => {
  test.each(parts)('$name: every text and list of the $part has an upper bound', ({ schema }) => {
    expect(unboundedIn(schema)).toEqual([]);
  });
});

describe('the check of bounds', () => {
  const text = { type: 'string' };
  const cases: readonly [string, JsonSchema, string[]][] = [
    ['a text without an end', text, ['']],
    ['a text of some length', { ...text, maxLength: 9 }, []],
    ['a pattern with an end', { ...text, pattern: '^[A-Z]{3}(-\\d?)$' }, []],
    ['a pattern without an end', { ...text, pattern: '^[a-z]+$' }, ['']],
    ['a pattern that is open above', { ...text, pattern: '^[a-z]{2,}$' }, ['']],
    ['a pattern that has no anchors', { ...text, pattern: '[a-z]{2}' }, ['']],
    ['a list without an end', { type: 'array', items: { ...text, maxLength: 1 } }, ['']],
    ['a text in a list', { type: 'array', maxItems: 2, items: text }, ['/items']],
    ['a text in an alternative', { anyOf: [{ type: 'null' }, text] }, ['/anyOf/1']],
    ['a text in a field', { type: 'object', properties: { a: text } }, ['/properties/a']],
    ['keys and values of a map', { type: 'object', propertyNames: text, additionalProperties: text }, ['/propertyNames', '/additionalProperties']],
  ]; // prettier-ignore

  test.each(cases)('of %s', (_name, schema, unbounded) => {
    expect(unboundedIn(schema)).toEqual(unbounded);
  });
});
