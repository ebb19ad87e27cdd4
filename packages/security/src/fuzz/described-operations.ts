import type { JsonSchema } from '@quyu/contract-kit';
import { resolve } from '../requests/arbitrary-of.js';

/** An operation as the OpenAPI document of a running host describes it. */
export interface DescribedOperation {
  readonly id: string;
  readonly method: string;
  /** e.g. `/api/partner/v1/partners/{partnerId}`. */
  readonly path: string;
  readonly parameters: readonly DescribedParameter[];
  readonly body: DescribedBody | undefined;
  /** Codes of the problems it may answer with. */
  readonly codes: ReadonlySet<string>;
}

/** A parameter with its schema; `in` says where it goes. */
export interface DescribedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

/** A body: one value, or a line of many. */
export interface DescribedBody {
  readonly mediaType: string;
  readonly schema: JsonSchema;
}

type Node = Readonly<Record<string, unknown>>;

/** Reads the operations out of an OpenAPI document, every reference followed; it knows nothing but the document. */
export function operationsOf(document: unknown): readonly DescribedOperation[] {
  const root = document as Node;
  return entriesOf(root['paths']).flatMap(([path, methods]) =>
    entriesOf(methods).map(([method, operation]) => ({
      id: operation['operationId'] as string,
      method: method.toUpperCase(),
      path,
      parameters: entriesOf(operation['parameters']).map(
        ([, parameter]) => follow(root, parameter) as unknown,
      ) as DescribedParameter[],
      body: bodyOf(operation),
      codes: codesIn(root, operation['responses']),
    })),
  );
}

function entriesOf(node: unknown): [string, Node][] {
  return Object.entries((node ?? {}) as Readonly<Record<string, Node>>);
}

function bodyOf(operation: Node): DescribedBody | undefined {
  const [media] = entriesOf((operation['requestBody'] as Node | undefined)?.['content']);
  if (!media) return undefined;
  const [mediaType, content] = media;
  return { mediaType, schema: (content['x-itemSchema'] ?? content['schema']) as JsonSchema };
}

/** Every code that a problem of one of the responses may have. */
function codesIn(root: Node, node: unknown): ReadonlySet<string> {
  if (typeof node !== 'object' || node === null) return new Set();
  const at = follow(root, node as Node);
  const listed = (at['code'] as Node | undefined)?.['enum'];
  const own = Array.isArray(listed) ? (listed as string[]) : [];
  const isSchemaOfAnswer = 'application/json' in at || 'application/x-ndjson' in at;
  const below = isSchemaOfAnswer ? [] : Object.values(at).flatMap((each) => [...codesIn(root, each)]);
  return new Set([...own, ...below]);
}

function follow(root: Node, node: Node): Node {
  const reference = node['$ref'];
  return typeof reference === 'string' ? resolve(reference, root) : node;
}
