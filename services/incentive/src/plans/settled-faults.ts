import type { Plan, PlanDraft } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import { firstMonthFrom, lastMonthUntil, MONTHS, periodNamed } from '../calculation/pay-periods.js';
import { fault } from './component-faults.js';

/**
 * What a new version of a plan may not leave behind: there is one version in force for all periods, so periods that were locked or posted
 * by an earlier one must be periods of the new one, in the same currency. Otherwise all that was paid for them would be asked back.
 *
 * @param settled names of periods that are locked or posted.
 */
export function settledFaults(
  current: Plan | undefined,
  draft: PlanDraft,
  settled: readonly string[],
): readonly Fault[] {
  const [first] = settled;
  if (!current || first === undefined) return [];
  const { period = 'quarter', currency } = draft;
  const all = settled.map(periodNamed);
  if (all.some(({ kind }) => kind !== period))
    return [fault('/body/period', 'settled_otherwise', `${first} is locked or posted: another plan may pay by ${period}`)];
  const left = settled.find((_, index) => !isWithin(draft, period, all[index]!.first));
  return [
    ...(currency === current.currency
      ? []
      : [fault('/body/currency', 'settled_in_other_currency', `${first} is locked or posted in ${current.currency}`)]),
    ...(left === undefined
      ? []
      : [fault(pointerOf(draft, period, left), 'leaves_out_settled', `leaves out ${left}, which is locked or posted`)]),
  ];
} // prettier-ignore

type PeriodKind = keyof typeof MONTHS;

function isWithin({ effectiveFrom, effectiveTo }: PlanDraft, kind: PeriodKind, first: number): boolean {
  const end = first + MONTHS[kind] - 1;
  return (
    first >= firstMonthFrom(kind, effectiveFrom) &&
    (effectiveTo === null || end <= lastMonthUntil(kind, effectiveTo))
  );
}

function pointerOf({ effectiveFrom }: PlanDraft, kind: PeriodKind, left: string): string {
  return periodNamed(left).first < firstMonthFrom(kind, effectiveFrom)
    ? '/body/effectiveFrom'
    : '/body/effectiveTo';
}
