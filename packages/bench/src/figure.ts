/** A measured figure: absolute, or against a peer that did the same work in the same run. */
export interface Figure {
  readonly name: string;
  /** As it is shown, with the unit in the name (`boot-s`) or a ratio above 1 when ours is faster (`0.95x`). */
  readonly value: string;
  readonly detail?: string;
  readonly budget: string;
  readonly isWithin: boolean;
  /** How it was measured: a line each, shown under the figure. */
  readonly notes?: readonly string[];
}

/** A figure that must not be over its budget. */
export function atMost(name: string, value: number, budget: number, digits = 1): Figure {
  return { name, value: value.toFixed(digits), budget: `at most ${budget}`, isWithin: value <= budget };
}

/** One line a figure: `bench boot-s: 2.1`; its notes stand below it, each on a line of its own. */
export function lineOf({ name, value, detail, notes = [] }: Figure): string {
  const line = `bench ${name}: ${value}${detail === undefined ? '' : ` (${detail})`}`;
  return [line, ...notes.map((note) => `  ${note}`)].join('\n');
}

/** All figures with their budgets, as the end of a run. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, budget, isWithin }) => [
    name,
    value,
    budget,
    isWithin ? 'ok' : 'over',
  ]);
  const all = [['figure', 'measured', 'budget', ''], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
