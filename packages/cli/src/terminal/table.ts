import Table from 'cli-table3';

/** The cells of a table's row. */
export type Row = readonly (string | number)[];

/** A table of figures: names to the left, figures to the right with their thousands set apart. */
export function renderFigures(head: readonly string[], rows: readonly Row[]): string {
  const grouped = rows.map((row) => row.map((cell) => withThousands(String(cell))));
  return render(head, grouped, (index) => (index === 0 ? 'left' : 'right'));
}

/** A table of texts, each exactly as it is. */
export function renderTexts(head: readonly string[], rows: readonly Row[]): string {
  const texts = rows.map((row) => row.map(String));
  return render(head, texts, () => 'left');
}

function render(
  head: readonly string[],
  rows: readonly string[][],
  alignOf: (index: number) => 'left' | 'right',
): string {
  const colAligns = head.map((_, index) => alignOf(index));
  const table = new Table({ head: [...head], colAligns, style: { head: [], border: [], compact: true } });
  table.push(...rows);
  return table.toString();
}

/** `1234567.89` as `1,234,567.89`; anything that is not a number stays as it is. */
function withThousands(text: string): string {
  const parts = /^(-?)(\d{4,})(\.\d+)?$/.exec(text);
  if (!parts) return text;
  return `${parts[1]}${parts[2]?.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${parts[3] ?? ''}`;
}
