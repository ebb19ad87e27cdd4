import Table from 'cli-table3';
import type { Findings } from '../witness/judge.js';

/** How one scenario went with one seed. */
export interface Result {
  readonly scenario: string;
  readonly seed: number;
  readonly isControl: boolean;
  readonly faults: number;
  readonly findings: Findings | undefined;
  /** Why it failed; none when it passed. */
  readonly failures: readonly string[];
  /** Why it was not played. */
  readonly skipped?: string;
  readonly seconds: number;
}

const COUNTS = ['attempted', 'committed', 'lost', 'doubled', 'disorder', 'stuck', 'phantoms'] as const;
const HEAD = ['scenario', 'seed', 'faults', ...COUNTS, 'seconds', ''];

/** The table at the end of a run. In the totals controls do not count: they are there to be broken. */
export function tableOf(results: readonly Result[]): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [], compact: true } });
  for (const result of results)
    table.push([
      result.scenario,
      result.seed,
      result.faults,
      ...countsOf(result.findings),
      result.seconds.toFixed(1),
      verdictOf(result),
    ]);
  const real = results.filter(({ isControl }) => !isControl);
  const sum = (of: (result: Result) => number): number =>
    real.reduce((total, result) => total + of(result), 0);
  const totals = COUNTS.map((name) => sum(({ findings }) => findings?.[name] ?? 0));
  table.push([
    'total, without controls',
    '',
    sum(({ faults }) => faults),
    ...totals,
    sum(({ seconds }) => seconds).toFixed(1),
    '',
  ]);
  return table.toString();
}

function countsOf(findings: Findings | undefined): (number | string)[] {
  return COUNTS.map((name) => findings?.[name] ?? '-');
}

function verdictOf({ skipped, failures, isControl }: Result): string {
  if (skipped !== undefined) return `skipped: ${skipped}`;
  if (failures.length > 0) return 'FAILED';
  return isControl ? 'broken, as it must be' : 'ok';
}

/** What the invariants say against a scenario, in words. */
export function violationsOf(findings: Findings): readonly string[] {
  const { attempted, committed, ...violations } = findings;
  const found = Object.entries(violations)
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => `${name}: ${count}`);
  return attempted >= committed && committed > 0
    ? found
    : [...found, 'nothing was committed: it shows nothing'];
}
