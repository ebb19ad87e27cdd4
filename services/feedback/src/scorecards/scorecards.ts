import { isDeepStrictEqual } from 'node:util';
import type { ActionRule, Scorecard, ScorecardDraft } from '@quyu/feedback-contracts';
import type { Fault } from '@quyu/plugin-kit';

const WHOLE_BP = 10_000;

/** All that contradicts itself in a scorecard, each at its place in the request. */
export function faultsOf(draft: ScorecardDraft): Fault[] {
  return [...indicatorFaults(draft), ...bandFaults(draft), ...actionFaults(draft)];
}

/** The scorecard after it was set again: the same terms change nothing, others make a new version. */
export function nextScorecard(
  current: Scorecard | undefined,
  code: string,
  draft: ScorecardDraft,
): Scorecard {
  if (current && isDeepStrictEqual(termsOf(current), termsOf(draft))) return current;
  return { code, version: (current?.version ?? 0) + 1, ...termsOf(draft) };
}

/** What a scorecard says, without its code and version. */
export function termsOf({ name, indicators, bands, actions }: ScorecardDraft): ScorecardDraft {
  return { name, indicators, bands, actions };
}

function indicatorFaults({ indicators }: ScorecardDraft): Fault[] {
  const sum = indicators.reduce((total, { weightBp }) => total + weightBp, 0);
  const faults = repeated(indicators, 'fact', '/body/indicators', 'DUPLICATE_FACT');
  if (sum === WHOLE_BP) return faults;
  const message = `weights sum to ${sum} basis points, not to ${WHOLE_BP}`;
  return [...faults, { pointer: '/body/indicators', code: 'WEIGHTS_NOT_WHOLE', message }];
}

function bandFaults({ bands }: ScorecardDraft): Fault[] {
  const faults = [
    ...repeated(bands, 'grade', '/body/bands', 'DUPLICATE_GRADE'),
    ...repeated(bands, 'from', '/body/bands', 'DUPLICATE_BORDER'),
  ];
  if (bands.some(({ from }) => from === 0)) return faults;
  return [...faults, { pointer: '/body/bands', code: 'NO_LOWEST_BAND', message: 'no band starts at 0' }];
}

function actionFaults({ actions, bands }: ScorecardDraft): Fault[] {
  const grades = new Set(bands.map(({ grade }) => grade));
  return actions.flatMap((rule, index) => ruleFaults(rule, grades, `/body/actions/${index}`));
}

function ruleFaults(rule: ActionRule, grades: ReadonlySet<string>, at: string): Fault[] {
  const { grade, salesRatioAtLeastBp: least = 0, salesRatioAtMostBp: most = Infinity } = rule;
  const faults: Fault[] = [];
  if (!grades.has(grade)) {
    const message = `no band gives the grade ${JSON.stringify(grade)}`;
    faults.push({ pointer: `${at}/grade`, code: 'UNKNOWN_GRADE', message });
  }
  if (least > most) {
    const message = `is below salesRatioAtLeastBp, ${least}: no ratio is both`;
    faults.push({ pointer: `${at}/salesRatioAtMostBp`, code: 'EMPTY_RANGE', message });
  }
  return faults;
}

function repeated<T>(items: readonly T[], field: keyof T & string, at: string, code: string): Fault[] {
  const seen = new Set<unknown>();
  return items.flatMap((item, index) => {
    const value = item[field];
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [
      { pointer: `${at}/${index}/${field}`, code, message: `${JSON.stringify(value)} is there already` },
    ];
  });
}
