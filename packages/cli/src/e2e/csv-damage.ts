/** Where a fault sits: `line` counts from 1 with the header as line 1; null where the fault has no such place. */
export interface FaultPlace {
  readonly line: number | null;
  readonly column: string | null;
  readonly value: string | null;
}

/** A file with one fault, or null for a file that is gone. Both texts hold one byte a character (Latin-1). */
export interface DamagedCsv extends FaultPlace {
  readonly text: string | null;
}

export type Damage = (text: string) => DamagedCsv;

interface Target {
  readonly lines: string[];
  readonly index: number;
  readonly header: string[];
}

// The middle of the file: far enough from the header to prove that a streamed reader still counts lines.
const findTarget = (text: string, fits: (line: string) => boolean): Target => {
  const lines = text.split('\n');
  const middle = Math.floor((lines.length - 1) / 2);
  const candidates = [...lines.keys()].filter((index) => index > 0 && lines[index] !== '');
  const index = [...candidates.filter((at) => at >= middle), ...candidates].find((at) =>
    fits(lines[at] ?? ''),
  );
  if (index === undefined) throw new Error('No line of this file can carry the fault');
  return { lines, index, header: (lines[0] ?? '').split(',') };
};

// A line without quotes can be cut at its commas.
const findPlainLine = (text: string): Target => findTarget(text, (line) => !line.includes('"'));

const placeOf = (header: string[], column: string): number => {
  const place = header.indexOf(column);
  if (place === -1) throw new Error(`No column ${column} in this file`);
  return place;
};

const rewriteLine = (target: Target, rewrite: (cells: string[]) => string[]): string => {
  const cells = (target.lines[target.index] ?? '').split(',');
  return target.lines.with(target.index, rewrite(cells).join(',')).join('\n');
};

export const setCell =
  (column: string, value: string, shown = value): Damage =>
  (text) => {
    const target = findPlainLine(text);
    const changed = rewriteLine(target, (cells) => cells.with(placeOf(target.header, column), value));
    return { text: changed, line: target.index + 1, column, value: shown };
  };

export const addCell =
  (value: string): Damage =>
  (text) => {
    const target = findPlainLine(text);
    const changed = rewriteLine(target, (cells) => [...cells, value]);
    return { text: changed, line: target.index + 1, column: null, value };
  };

export const dropLastCell: Damage = (text) => {
  const target = findPlainLine(text);
  const changed = rewriteLine(target, (cells) => cells.slice(0, -1));
  return { text: changed, line: target.index + 1, column: target.header.at(-1) ?? null, value: null };
};

/** Repeats a line right after itself, with one cell changed if a change is given. */
export const repeatLine =
  (change?: { column: string; value: string }): Damage =>
  (text) => {
    const { lines, index, header } = findPlainLine(text);
    const cells = (lines[index] ?? '').split(',');
    const copy = change ? cells.with(placeOf(header, change.column), change.value) : cells;
    const changed = lines.toSpliced(index + 1, 0, copy.join(',')).join('\n');
    return { text: changed, line: index + 2, column: change?.column ?? null, value: change?.value ?? null };
  };

export const addColumn =
  (name: string, cell: string): Damage =>
  (text) => {
    const widen = (line: string, index: number): string =>
      line === '' ? line : `${line},${index === 0 ? name : cell}`;
    return { text: text.split('\n').map(widen).join('\n'), line: 1, column: name, value: name };
  };

/** Takes the last column away, from the header and from every line. */
export const dropLastColumn: Damage = (text) => {
  const lines = text.split('\n');
  const narrowed = lines.map((line) => line.slice(0, Math.max(line.lastIndexOf(','), 0)));
  return { text: narrowed.join('\n'), line: 1, column: lines[0]?.split(',').at(-1) ?? null, value: null };
};

/** Ends the file two characters into a quoted cell. */
export const cutInsideQuotes: Damage = (text) => {
  const { lines, index, header } = findTarget(text, (line) => line.includes('"'));
  const line = lines[index] ?? '';
  const quote = line.indexOf('"');
  const kept = line.slice(0, quote + 3);
  const column = header[line.slice(0, quote).split(',').length - 1] ?? null;
  return {
    text: [...lines.slice(0, index), kept].join('\n'),
    line: index + 1,
    column,
    value: kept.slice(quote + 1),
  };
};

export const addByteOrderMark: Damage = (text) => ({
  text: `\u00EF\u00BB\u00BF${text}`,
  line: 1,
  column: null,
  value: null,
});

export const useCarriageReturns: Damage = (text) => ({
  text: text.replaceAll('\n', '\r\n'),
  line: null,
  column: null,
  value: null,
});

export const removeFile: Damage = () => ({ text: null, line: null, column: null, value: null });
