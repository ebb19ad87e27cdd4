import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '@quyu/contract-kit';
import { type SchemaNode, formsOf, part } from './schema-node.js';
import { listedValues } from './value-escapes.js';

/** True when a value may fit two members of a `oneOf`, and so not the whole, here or in a union inside. */
export function mayFitTwice(node: SchemaNode): boolean {
  const { anyOf, oneOf } = node.schema;
  const members = (anyOf ?? oneOf ?? []) as readonly unknown[];
  if (oneOf !== undefined && !areExclusive(formsOf(node))) return true;
  return members.some((each) => mayFitTwice(part(node, each)));
}

/** True when no value can fit two of the forms, as far as can be told. */
function areExclusive(forms: readonly SchemaNode[]): boolean {
  return forms.every((form, index) =>
    forms.slice(index + 1).every((other) => discriminate(form, other) === 'different'),
  );
}

/**
 * Tells two forms apart: `different` when no value fits both, because of their types or a field that both require with
 * other values; `same` when such a field has the same values in both; `unknown` otherwise.
 */
export function discriminate(a: SchemaNode, b: SchemaNode): 'same' | 'different' | 'unknown' {
  const [one, other] = [a.schema['type'], b.schema['type']];
  if (typeof one === 'string' && typeof other === 'string' && !overlap(one, other)) return 'different';
  const values = compareValues(listedValues(a), listedValues(b));
  if (values === 'different') return values;
  const tags = sharedTags(a, b).map(([left, right]) => compareValues(left, right));
  if (tags.includes('different')) return 'different';
  return tags.includes('same') ? 'same' : 'unknown';
}

function overlap(one: string, other: string): boolean {
  const numbers = ['integer', 'number'];
  return one === other || (numbers.includes(one) && numbers.includes(other));
}

type Values = readonly unknown[] | undefined;

function compareValues(a: Values, b: Values): 'same' | 'different' | 'unknown' {
  if (!a || !b) return 'unknown';
  const shared = a.filter((value) => b.some((each) => isDeepStrictEqual(each, value)));
  if (shared.length === 0) return 'different';
  return shared.length === a.length && a.length === b.length ? 'same' : 'unknown';
}

/** The values of each field that both forms require. */
function sharedTags(a: SchemaNode, b: SchemaNode): [Values, Values][] {
  const required = ({ schema }: SchemaNode) => (schema['required'] ?? []) as readonly string[];
  const names = required(a).filter((name) => required(b).includes(name));
  return names.map((name) => [tagValues(a, name), tagValues(b, name)]);
}

function tagValues(node: SchemaNode, name: string): Values {
  const properties = (node.schema['properties'] ?? {}) as JsonSchema;
  return properties[name] === undefined ? undefined : listedValues(part(node, properties[name]));
}
