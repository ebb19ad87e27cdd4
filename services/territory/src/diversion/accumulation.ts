import { type Fault, platformErrors } from '@quyu/plugin-kit';
import type { DiversionRule, DiversionRuleDraft, Severity } from '@quyu/territory-contracts';

/** An open case, as far as it counts. */
export interface OpenCase {
  readonly diversionId: string;
  readonly partnerCode: string;
  readonly productLine: string;
  readonly shippedOn: string;
}

/** How often it has happened, up to a case, and how severe that is. */
export interface Standing {
  readonly diversionId: string;
  readonly repeats: number;
  readonly severity: Severity;
}

/**
 * Counts for each open case those of the same partner and product line within the window that ends on its day, all of that day
 * included. It follows from the cases alone, in whatever order they came.
 */
export function accumulate(cases: readonly OpenCase[], rule: DiversionRule): readonly Standing[] {
  const series = Map.groupBy(cases, ({ partnerCode, productLine }) => JSON.stringify([partnerCode, productLine]));
  return [...series.values()].flatMap((each) => accumulateSeries(each, rule));
} // prettier-ignore

function accumulateSeries(cases: readonly OpenCase[], rule: DiversionRule): readonly Standing[] {
  const days = cases.map(({ shippedOn }) => dayNumberOf(shippedOn)).toSorted((a, b) => a - b);
  return cases.map(({ diversionId, shippedOn }) => {
    const day = dayNumberOf(shippedOn);
    const repeats = countUpTo(days, day) - countUpTo(days, day - rule.windowDays);
    return { diversionId, repeats, severity: severityOf(repeats, rule) };
  });
}

const DAY_MS = 86_400_000;

function dayNumberOf(date: string): number {
  return Date.parse(date) / DAY_MS;
}

/** How many of the sorted numbers are not above a limit. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The severity of the highest level that is reached. */
export function severityOf(repeats: number, { levels }: Pick<DiversionRule, 'levels'>): Severity {
  const reached = levels.filter(({ from }) => from <= repeats).toSorted((a, b) => b.from - a.from)[0];
  if (reached) return reached.severity;
  throw new TypeError(`no level of the diversion rule is reached by ${repeats} cases`);
}

const ORDER: readonly Severity[] = ['notice', 'serious', 'grave'];

/** @throws Problem INVALID_REQUEST when no level starts at 1, or a higher level is not more severe. */
export function assertLevels({ levels }: DiversionRuleDraft): void {
  const faults: Fault[] = [];
  if (levels[0]?.from !== 1) faults.push(faultAt('/body/levels/0/from', 'no_first_level', 'the first level must start at 1'));
  for (const [index, level] of levels.entries()) {
    const below = levels[index - 1];
    if (!below) continue;
    if (level.from <= below.from)
      faults.push(faultAt(`/body/levels/${index}/from`, 'level_order', `${level.from} is not above ${below.from}, where the level before starts`));
    if (ORDER.indexOf(level.severity) <= ORDER.indexOf(below.severity))
      faults.push(faultAt(`/body/levels/${index}/severity`, 'severity_order', `"${level.severity}" is not more severe than "${below.severity}" before it`));
  }
  if (faults.length === 0) return;
  const detail = faults.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
  throw platformErrors.INVALID_REQUEST({ detail, errors: faults });
} // prettier-ignore

function faultAt(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}
