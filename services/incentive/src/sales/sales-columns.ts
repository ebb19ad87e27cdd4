import type { Fault } from '@quyu/plugin-kit';

/** An import, and the system that its lines come from. */
export interface ImportKey {
  readonly importId: string;
  readonly source: string;
}

/** What every sales line says. */
export const SALES_FIELDS = [
  'order',
  'date',
  'product',
  'partner',
  'salesperson',
  'quantity',
  'amount',
] as const;
/** What a line may say besides: its own id, the id of the line it returns, and the currency of its amount. */
export const OPTIONAL_FIELDS = ['lineId', 'returns', 'currencyColumn'] as const;
export type SalesField = (typeof SALES_FIELDS)[number] | (typeof OPTIONAL_FIELDS)[number];

/** How a column is called in a file that does not name it otherwise. */
const OWN_NAMES: Partial<Record<SalesField, string>> = { currencyColumn: 'currency' };

/** The file's own names of our columns, where they differ, and of those to pass over. */
export type ColumnNames = { readonly [F in SalesField]?: string | undefined } & {
  readonly ignore?: readonly string[] | undefined;
};

/** Where a file holds what. */
export interface SalesLayout {
  /** The header as it is. */
  readonly columns: readonly string[];
  /** The fields in the order of their columns. */
  readonly fields: readonly { readonly field: SalesField; readonly place: number }[];
  /** -1 where an optional field is not there. */
  readonly placeOf: Readonly<Record<SalesField, number>>;
}

export type LaidColumns =
  | { readonly ok: true; readonly layout: SalesLayout }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Finds the fields in a header: each must be there once, but the optional ones, and nothing else that is not to be ignored. */
export function layColumns(header: readonly string[], names: ColumnNames): LaidColumns {
  const required = SALES_FIELDS.map((field) => ({ field, name: nameOf(field, names) }));
  const optional = OPTIONAL_FIELDS.filter((field) => mayHave(field, header, names)).map((field) => ({
    field,
    name: nameOf(field, names),
  }));
  const wanted = [...required, ...optional];
  const faults = [
    ...sharedNames(wanted),
    ...repeatedColumns(header),
    ...unknownColumns(header, [...wanted.map(({ name }) => name), ...(names.ignore ?? [])]),
    ...missingColumns(header, wanted),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const fields = wanted.map(({ field, name }) => ({ field, place: header.indexOf(name) }));
  const absent = OPTIONAL_FIELDS.map((field) => [field, -1] as const);
  const placeOf = Object.fromEntries([
    ...absent,
    ...fields.map(({ field, place }) => [field, place] as const),
  ]) as Record<SalesField, number>;
  return {
    ok: true,
    layout: { columns: header, placeOf, fields: fields.toSorted((a, b) => a.place - b.place) },
  };
}

function nameOf(field: SalesField, names: ColumnNames): string {
  return names[field] ?? OWN_NAMES[field] ?? field;
}

/** An optional column counts when the file has it, or the request says that it has. */
function mayHave(field: SalesField, header: readonly string[], names: ColumnNames): boolean {
  return (
    names[field] !== undefined ||
    (header.includes(nameOf(field, names)) && !names.ignore?.includes(nameOf(field, names)))
  );
}

type Wanted = readonly { readonly field: SalesField; readonly name: string }[];

function sharedNames(wanted: Wanted): Fault[] {
  return wanted
    .filter(({ name }, index) => wanted.findIndex((other) => other.name === name) < index)
    .map(({ field, name }) => ({
      pointer: `/query/${field}`,
      code: 'column_named_twice',
      message: `the column "${name}" cannot be two things at once`,
    }));
}

function repeatedColumns(header: readonly string[]): Fault[] {
  return header.flatMap((column, place) =>
    header.indexOf(column) < place
      ? [columnFault(place, 'repeated_column', `the column "${column}" is there twice`)]
      : [],
  );
}

function unknownColumns(header: readonly string[], known: readonly string[]): Fault[] {
  const message = (column: string): string =>
    `the column "${column}" is not known; expected ${known.map((name) => `"${name}"`).join(', ')}`;
  return header.flatMap((column, place) =>
    known.includes(column) ? [] : [columnFault(place, 'unknown_column', message(column))],
  );
}

function missingColumns(header: readonly string[], wanted: Wanted): Fault[] {
  return wanted
    .filter(({ name }) => !header.includes(name))
    .map(({ field, name }) => ({
      pointer: '/body/1',
      code: 'missing_column',
      message: `the column "${name}" (${field}) is missing; the file has ${header.map((each) => `"${each}"`).join(', ')}`,
    }));
}

function columnFault(place: number, code: string, message: string): Fault {
  return { pointer: `/body/1/${place}`, code, message };
}
