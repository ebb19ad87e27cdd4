import type { JsonSchema } from '@quyu/contract-kit';
import { type Escape, escapeAt } from './escape.js';
import type { Compare, Side } from './find-escapes.js';
import { type SchemaNode, isAnything, isNever, part } from './schema-node.js';

/** Where an object that fits the inner schema does not fit the outer one. */
export function objectEscapes(inner: SchemaNode, outer: SchemaNode, at: string, compare: Compare): Escape[] {
  const names = new Set([...Object.keys(propertiesOf(inner)), ...Object.keys(propertiesOf(outer))]);
  const fields = [...names].flatMap((name) => fieldEscapes(name, inner, outer, at, compare));
  return [...fields, ...requiredEscapes(inner, outer, at, names), ...otherFields(inner, outer, at, compare), ...nameEscapes(inner, outer, at, compare)]; // prettier-ignore
}

function propertiesOf({ schema }: SchemaNode): JsonSchema {
  return (schema['properties'] ?? {}) as JsonSchema;
}

/** What a field may be that is not declared. */
function othersOf(node: SchemaNode): SchemaNode {
  return part(node, node.schema['additionalProperties']);
}

function isRequired(name: string, { schema }: SchemaNode): boolean {
  return ((schema['required'] ?? []) as readonly string[]).includes(name);
}

function fieldEscapes(
  name: string,
  inner: SchemaNode,
  outer: SchemaNode,
  object: string,
  compare: Compare,
): Escape[] {
  const at = `${object}/${escapePointer(name)}`;
  const [own, other] = [propertiesOf(inner)[name], propertiesOf(outer)[name]];
  if (own !== undefined && other !== undefined) {
    return [...compare.nodes(part(inner, own), part(outer, other), at), ...absence(name, inner, outer, at)];
  }
  return own === undefined
    ? undeclaredInside(name, inner, outer, at, compare)
    : undeclaredOutside(part(inner, own), outer, at, compare);
}

function absence(name: string, inner: SchemaNode, outer: SchemaNode, at: string): Escape[] {
  return isRequired(name, outer) && !isRequired(name, inner) ? [escapeAt(at, 'absent')] : [];
}

/** A field that only the outer schema declares. */
function undeclaredInside(
  name: string,
  inner: SchemaNode,
  outer: SchemaNode,
  at: string,
  compare: Compare,
): Escape[] {
  const others = othersOf(inner);
  // Rules for names make a record even of anything: its fields are sent without being declared.
  const isRecord = !isAnything(others) || inner.schema['propertyNames'] !== undefined;
  if (isRecord && !isNever(others)) {
    const declared = part(outer, propertiesOf(outer)[name]);
    return [...compare.nodes(others, declared, at), ...absence(name, inner, outer, at)];
  }
  return goneFrom('inner', compare.current, at) ?? absence(name, inner, outer, at);
}

/** A field that only the inner schema declares. */
function undeclaredOutside(own: SchemaNode, outer: SchemaNode, at: string, compare: Compare): Escape[] {
  const others = othersOf(outer);
  if (isNever(others)) return isNever(own) ? [] : [escapeAt(at, 'refused-field')];
  if (!isAnything(others)) return compare.nodes(own, others, at);
  return goneFrom('outer', compare.current, at) ?? [];
}

/** A field that was declared and is not any more is missed, even where the schemas would let it pass. */
function goneFrom(without: Side, current: Side, at: string): Escape[] | undefined {
  return without === current ? [escapeAt(at, 'removed')] : undefined;
}

/** Fields that are required without being declared, as in records of a closed list of keys. */
function requiredEscapes(
  inner: SchemaNode,
  outer: SchemaNode,
  at: string,
  declared: ReadonlySet<string>,
): Escape[] {
  const required = (outer.schema['required'] ?? []) as readonly string[];
  return required
    .filter((name) => !declared.has(name))
    .flatMap((name) => absence(name, inner, outer, `${at}/${escapePointer(name)}`));
}

/** Fields that neither declares. */
function otherFields(inner: SchemaNode, outer: SchemaNode, at: string, compare: Compare): Escape[] {
  const [own, others] = [othersOf(inner), othersOf(outer)];
  if (isAnything(others) || isNever(own)) return [];
  if (isNever(others) || isAnything(own)) return [escapeAt(at, 'refused-fields')];
  return compare.nodes(own, others, `${at}/*`);
}

function nameEscapes(inner: SchemaNode, outer: SchemaNode, at: string, compare: Compare): Escape[] {
  const [own, names] = [inner.schema['propertyNames'], outer.schema['propertyNames']];
  if (names === undefined) return [];
  if (own === undefined && isNever(othersOf(inner))) {
    return compare.nodes(
      part(inner, { enum: Object.keys(propertiesOf(inner)) }),
      part(outer, names),
      `${at}/*`,
    );
  }
  return compare.nodes(part(inner, own ?? { type: 'string' }), part(outer, names), `${at}/*`);
}

function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
