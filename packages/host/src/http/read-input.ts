import {
  type Fault,
  type Route,
  check,
  fromQueryString,
  jsonSchemaOf,
  platformErrors,
  z,
} from '@quyu/contract-kit';

/** A request's parts, parsed and with nothing unknown in them. */
export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A request's parts as they arrived. */
export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

type ReadPart = (value: unknown, faults: Fault[]) => unknown;

/**
 * Makes the check of a route's input.
 *
 * @returns a function that throws INVALID_REQUEST with every fault of every part, each at its JSON Pointer.
 */
export function inputReader(route: Route): (raw: RawInput) => Input {
  const params = textReader(route.params, '/params');
  const query = textReader(route.query, '/query');
  const body = bodyReader(route);
  return (raw) => {
    const faults: Fault[] = [];
    const input = {
      params: params(raw.params, faults),
      query: query(raw.query, faults),
      body: body(raw.body, faults),
    };
    if (faults.length > 0) throw platformErrors.INVALID_REQUEST({ detail: detailOf(faults), errors: faults });
    return input;
  };
}

const nothing = z.strictObject({});

/** Parameters and queries arrive as text: numbers, booleans and lists are read from it. */
function textReader(declared: z.ZodType | undefined, at: string): ReadPart {
  const schema = declared ?? nothing;
  const jsonSchema = jsonSchemaOf(schema);
  return (value, faults) =>
    readPart(schema, fromQueryString(jsonSchema, (value ?? {}) as Record<string, unknown>), at, faults);
}

/** Streams are checked line by line as they are read, not here. */
function bodyReader(route: Route): ReadPart {
  if (route.kind !== 'write' && route.kind !== 'act') return () => undefined;
  const schema = route.body ?? z.undefined({ error: 'must be empty' });
  return (value, faults) => readPart(schema, value, '/body', faults);
}

function readPart(schema: z.ZodType, value: unknown, at: string, faults: Fault[]): unknown {
  const parsed = check(schema, value, at);
  if (parsed.ok) return parsed.value;
  faults.push(...parsed.faults);
  return undefined;
}

function detailOf(faults: readonly Fault[]): string {
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return `${first!.pointer}: ${first!.message}${more}`;
}
