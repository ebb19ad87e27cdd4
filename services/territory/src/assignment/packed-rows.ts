/** Rows of numbers, packed one behind the other: row `r` goes from `starts[r]` to before `starts[r + 1]`. */
export interface PackedRows {
  readonly starts: Int32Array;
  readonly numbers: Int32Array;
}

/** Packs pairs of a row and a number into so many rows; within a row they keep their order. */
export function packRows(
  count: number,
  pairs: readonly (readonly [row: number, number: number])[],
): PackedRows {
  const starts = new Int32Array(count + 1);
  for (const [row] of pairs) starts[row + 1]! += 1;
  for (let row = 0; row < count; row += 1) starts[row + 1]! += starts[row]!;
  const free = starts.slice();
  const numbers = new Int32Array(pairs.length);
  for (const [row, number] of pairs) numbers[free[row]!++] = number;
  return { starts, numbers };
}

/** Shows each number of a row. */
export function showRow({ starts, numbers }: PackedRows, row: number, visit: (number: number) => void): void {
  const end = starts[row + 1]!;
  for (let at = starts[row]!; at < end; at += 1) visit(numbers[at]!);
}
