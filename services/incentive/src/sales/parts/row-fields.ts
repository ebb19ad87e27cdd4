import type { RowTarget } from './row-bytes.js';

/**
 * Fields of rows in Postgres's binary format of `COPY`: the length of each, then its bytes. None looks whether there is room, and all
 * say where the next byte goes: of a file of a million lines they write a hundred million.
 */

const TWO_TO_32 = 2 ** 32;

/** Of an id. */
export const ID_BYTES = 16;

/** What a row begins with. */
export function putFieldCount({ view }: RowTarget, at: number, count: number): number {
  view.setInt16(at, count);
  return at + 2;
}

export function putInt4({ view }: RowTarget, at: number, value: number): number {
  view.setInt32(at, 4);
  view.setInt32(at + 4, value);
  return at + 8;
}

/** @param value a whole number from 0 on that is exact. */
export function putInt8({ view }: RowTarget, at: number, value: number): number {
  view.setInt32(at, 8);
  view.setInt32(at + 4, Math.floor(value / TWO_TO_32));
  view.setUint32(at + 8, value % TWO_TO_32);
  return at + 12;
}

export function putBytes(
  { view, bytes }: RowTarget,
  at: number,
  from: Uint8Array,
  start: number,
  end: number,
): number {
  view.setInt32(at, end - start);
  return copyBytes(bytes, at + 4, from, start, end);
}

/** Two ranges as one field, with a byte between them. */
export function putJoined(
  { view, bytes }: RowTarget,
  at: number,
  from: Uint8Array,
  first: Range,
  between: number,
  second: Range,
): number {
  view.setInt32(at, first.end - first.start + 1 + second.end - second.start);
  const next = copyBytes(bytes, at + 4, from, first.start, first.end);
  bytes[next] = between;
  return copyBytes(bytes, next + 1, from, second.start, second.end);
}

/** A loop: for a few bytes a call of the system's takes longer. */
function copyBytes(to: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  let next = at;
  for (let index = start; index < end; index += 1) to[next++] = from[index]!;
  return next;
}

interface Range {
  readonly start: number;
  readonly end: number;
}
