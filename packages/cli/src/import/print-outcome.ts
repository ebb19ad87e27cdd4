import type { FaultLog } from './csv/fault.js';
import type { ImportOutcome } from './import-dataset.js';
import { renderFigures, renderTexts } from '../terminal/table.js';

const ALL_REJECTED_SALES = '/api/incentive/v1/sales-imports/{importId}/rejections';

/** Shows on standard output what was new, known and rejected. */
export function printOutcome({ steps }: ImportOutcome): void {
  const rows = steps.map(({ what, created, unchanged, rejected }) => [what, created, unchanged, rejected]);
  process.stdout.write(`${renderFigures(['imported', 'new', 'unchanged', 'rejected'], rows)}\n`);
}

/** Shows the first rejected lines on standard error and says how many there are; says nothing when there are none. */
export function printFaults({ first, lines }: FaultLog): void {
  if (lines === 0) return;
  const rows = first.map(({ file, line, column, value, reason }) => [
    file,
    line ?? '',
    column ?? '',
    value ?? '',
    reason,
  ]);
  process.stderr.write(`\nRejected lines: ${lines}. The good lines of the same files were taken.\n`);
  process.stderr.write(`${renderTexts(['file', 'line', 'column', 'value', 'reason'], rows)}\n`);
  if (lines > first.length)
    process.stderr.write(`These are the first. Rejected sales are all kept: GET ${ALL_REJECTED_SALES}\n`);
}
