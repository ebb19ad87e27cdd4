import { isDeepStrictEqual } from 'node:util';
import type { StaffingViolation } from '@quyu/territory-contracts';
import type { Finding } from './staffing.js';

/** What has to be written and told after a check. */
export interface FollowUp {
  readonly appeared: readonly StaffingViolation[];
  readonly resolved: readonly StaffingViolation[];
  /** Still there, but with other numbers or by another version of the rule: to be written, not told. */
  readonly altered: readonly StaffingViolation[];
}

/** Compares what is found today with the violations that were open. */
export function followUp(
  open: readonly StaffingViolation[],
  findings: readonly Finding[],
  today: string,
  newId: () => string,
): FollowUp {
  const known = new Map(open.map((violation) => [keyOf(violation), violation]));
  const found = new Set(findings.map(keyOf));
  const appeared: StaffingViolation[] = [];
  const altered: StaffingViolation[] = [];
  for (const finding of findings) {
    const there = known.get(keyOf(finding));
    if (!there) {
      appeared.push({ ...finding, violationId: newId(), appearedOn: today, resolvedOn: null });
      continue;
    }
    const now = { ...there, ...finding };
    if (!isDeepStrictEqual(now, there)) altered.push(now);
  }
  const gone = open.filter((violation) => !found.has(keyOf(violation)));
  return { appeared, altered, resolved: gone.map((violation) => ({ ...violation, resolvedOn: today })) };
}

function keyOf({ ruleCode, unitCode, staffCode }: Finding): string {
  return JSON.stringify([ruleCode, unitCode, staffCode]);
}
