import type { Condition } from '@quyu/territory-contracts';
import { toNormalForm } from '../assignment/normal-form.js';
import { solve } from './solver.js';

const EFFORT = 20_000;

/** Where a condition contradicts itself, as a JSON Pointer, so that nobody can ever meet it; undefined when it does not. */
export function contradictionIn(condition: Condition, at = '/condition'): string | undefined {
  if (canBeMet([condition])) return undefined;
  if (!('all' in condition)) return at;
  const last = condition.all.findIndex((_, index) => !canBeMet(condition.all.slice(0, index + 1)));
  const part = condition.all[last];
  return part && (contradictionIn(part, `${at}/all/${last}`) ?? `${at}/all/${last}`);
}

function canBeMet(conditions: readonly Condition[]): boolean {
  const forms = conditions.map((condition) => toNormalForm(condition));
  return solve(forms, { left: EFFORT }).kind !== 'never';
}
