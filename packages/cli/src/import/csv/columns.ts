import { dateSchema, minorUnitsOf } from '@quyu/contract-kit';

/** A cell as it was read, or why it could not be. */
export type Cell<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** A column of a file: its name in the header, and how its cells are read. */
export interface Column<T> {
  readonly name: string;
  readonly read: (text: string) => Cell<T>;
}

const BLANK = new Set(['', 'NULL']);

/** Text that must be there. */
export function text(name: string): Column<string> {
  return column(name, (value) => ({ ok: true, value }));
}

/** A whole number, e.g. `-12`. */
export function integer(name: string): Column<number> {
  return column(name, (value) =>
    /^-?\d{1,15}$/.test(value) ? { ok: true, value: Number(value) } : no('is not a whole number'),
  );
}

/** A decimal amount, e.g. `300000.0000`, as minor units: more than two decimals must be zeros. */
export function amount(name: string): Column<bigint> {
  return column(name, (value) => {
    try {
      return { ok: true, value: minorUnitsOf(value) };
    } catch (error) {
      if (error instanceof RangeError) return no('is not an amount with at most two decimals');
      throw error;
    }
  });
}

/** A share of one, e.g. `0.15`, as basis points: more than four decimals must be zeros. */
export function share(name: string): Column<number> {
  return column(name, (value) => {
    const parts = /^(\d{1,9})(?:\.(\d{1,4})0*)?$/.exec(value);
    if (!parts) return no('is not a share with at most four decimals');
    return { ok: true, value: Number(parts[1]) * 10_000 + Number((parts[2] ?? '').padEnd(4, '0')) };
  });
}

/** A day that exists in the calendar, `YYYY-MM-DD`. */
export function date(name: string): Column<string> {
  return column(name, (value) =>
    dateSchema.safeParse(value).success
      ? { ok: true, value }
      : no('is not a date of the calendar as YYYY-MM-DD'),
  );
}

/** Allows a cell to be blank, or `NULL` as databases write it. */
export function optional<T>(required: Column<T>): Column<T | undefined> {
  const { name, read } = required;
  return { name, read: (value) => (BLANK.has(value.trim()) ? { ok: true, value: undefined } : read(value)) };
}

function column<T>(name: string, read: (value: string) => Cell<T>): Column<T> {
  return {
    name,
    read: (raw) => {
      const value = raw.trim();
      if (BLANK.has(value)) return no(value === '' ? 'is blank' : 'is NULL');
      // Postgres text cannot hold it, so no service can.
      if (value.includes('\0')) return no('holds a NUL character');
      return read(value);
    },
  };
}

function no(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
