import type { CreditingRuleDraft, Shares } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';

/** Stands for the salesperson of the line in a split. */
export const OF_THE_LINE = 'line';

const WHOLE_BP = 10_000;

/** Everything that is wrong with a rule, each at its JSON Pointer in the request. @param known people there are. */
export function ruleFaults(rule: CreditingRuleDraft, known: ReadonlySet<string>): readonly Fault[] {
  const { effectiveFrom, effectiveTo, split, overlays } = rule;
  const faults: Fault[] = [];
  if (effectiveTo !== null && effectiveTo < effectiveFrom)
    faults.push(fault('/body/effectiveTo', 'ends_before_it_begins', `is before ${effectiveFrom}`));
  if (!split && !overlays)
    faults.push(fault('/body', 'credits_nobody', 'must name a split, overlays, or both'));
  if (split) faults.push(...splitFaults(split, known));
  if (overlays) faults.push(...peopleFaults(overlays, known, '/body/overlays'));
  return faults;
}

/** A split is of the whole line, among people that there are, each once. */
export function splitFaults(split: Shares, known: ReadonlySet<string>): readonly Fault[] {
  const sum = split.reduce((total, { shareBp }) => total + shareBp, 0);
  const uneven =
    sum === WHOLE_BP
      ? []
      : [fault('/body/split', 'not_whole', `the shares sum to ${sum}, not to ${WHOLE_BP}`)];
  return [...uneven, ...peopleFaults(split, new Set([...known, OF_THE_LINE]), '/body/split')];
}

function peopleFaults(shares: Shares, known: ReadonlySet<string>, pointer: string): readonly Fault[] {
  return shares.flatMap(({ salesperson }, index) => {
    const at = `${pointer}/${index}/salesperson`;
    if (!known.has(salesperson))
      return [fault(at, 'unknown_salesperson', `no salesperson has the code "${salesperson}"`)];
    const isRepeated = shares.findIndex((each) => each.salesperson === salesperson) < index;
    return isRepeated ? [fault(at, 'repeated', `"${salesperson}" is named before: give one share`)] : [];
  });
}

function fault(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}
