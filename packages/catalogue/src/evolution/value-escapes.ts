import { isDeepStrictEqual } from 'node:util';
import { type Escape, escapeAt } from './escape.js';
import { type SchemaNode, conjunctsOf, formsOf, isAnything, isComparable, isNever } from './schema-node.js';

/** The values a schema lists, if it is one that does. */
export function listedValues({ schema }: SchemaNode): readonly unknown[] | undefined {
  if ('const' in schema) return [schema['const']];
  if (Array.isArray(schema['enum'])) return schema['enum'] as unknown[];
  if (schema['type'] === 'boolean') return [true, false];
  return schema['type'] === 'null' ? [null] : undefined;
}

/** Where a value that the inner schema lists does not fit the outer one. */
export function valueEscapes(values: readonly unknown[], outer: SchemaNode, at: string): Escape[] {
  return values.flatMap((value) => {
    const fits = fitsSchema(value, outer);
    if (fits) return [];
    const known = listedValues(outer);
    return [
      fits === undefined
        ? escapeAt(at, 'unjudged')
        : escapeAt(at, 'value', JSON.stringify(value), known ?? outer.schema['type'] ?? 'others'),
    ];
  });
}

/** Whether a value fits a schema; undefined when that is not known. */
export function fitsSchema(value: unknown, node: SchemaNode): boolean | undefined {
  if (!isComparable(node)) return undefined;
  const conjuncts = conjunctsOf(node);
  const [only] = conjuncts;
  if (conjuncts.length !== 1 || !only) return all(conjuncts.map((each) => fitsSchema(value, each)));
  const forms = formsOf(only);
  const [form] = forms;
  if (forms.length === 1 && form === only) return fitsPlain(value, only);
  // Of several forms of a `oneOf`, exactly one must fit.
  const fits = forms.map((each) => fitsSchema(value, each));
  if (only.schema['oneOf'] !== undefined && fits.filter((each) => each !== false).length > 1)
    return undefined;
  return any(fits);
}

function fitsPlain(value: unknown, node: SchemaNode): boolean | undefined {
  if (isAnything(node)) return true;
  if (isNever(node)) return false;
  const { type, enum: listed, const: fixed, ...limits } = node.schema;
  const values = listed !== undefined || fixed !== undefined ? listedValues(node) : undefined;
  if (values && !values.some((each) => isDeepStrictEqual(each, value))) return false;
  if (type !== undefined && !isOfType(value, type)) return false;
  return fitsLimits(value, Object.entries(limits));
}

function fitsLimits(value: unknown, limits: readonly [string, unknown][]): boolean | undefined {
  if (typeof value === 'string') return all(limits.map(([key, limit]) => fitsText(value, key, limit)));
  if (typeof value === 'number') return all(limits.map(([key, limit]) => fitsNumber(value, key, limit)));
  if (typeof value === 'boolean' || value === null) return true;
  return limits.length === 0 ? true : undefined;
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function fitsText(value: string, keyword: string, limit: unknown): boolean | undefined {
  // Some count characters and some UTF-16 units: what is too short or long for either does not fit.
  if (keyword === 'minLength') return Array.from(value).length >= Number(limit);
  if (keyword === 'maxLength') return value.length <= Number(limit);
  if (keyword === 'pattern') return new RegExp(String(limit)).test(value);
  return keyword === 'format' ? undefined : true;
}

function fitsNumber(value: number, keyword: string, limit: unknown): boolean | undefined {
  if (keyword === 'minimum') return value >= Number(limit);
  if (keyword === 'maximum') return value <= Number(limit);
  if (keyword === 'exclusiveMinimum') return value > Number(limit);
  if (keyword === 'exclusiveMaximum') return value < Number(limit);
  return keyword === 'multipleOf' ? undefined : true;
}

function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function any(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}
