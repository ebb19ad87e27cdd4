import { type Judgement, judgeReplacements, type Line } from '@quyu/plugin-kit';
import type { Staff, StaffLine } from '@quyu/territory-contracts';

/**
 * Judges staff entries in their order: a code that is known already and has other content is a change of that entry.
 * Managers and territories are not checked: the head of the field need not be enrolled, and staff may come before models.
 *
 * @param known the staff with the codes of the lines, by code.
 */
export function judgeStaff(
  known: ReadonlyMap<string, Staff>,
  lines: readonly Line<StaffLine>[],
  newId: () => string,
): readonly Judgement<Staff>[] {
  return judgeReplacements(known, lines, {
    keyOf: ({ code }) => code,
    valueOf: (line, there) => staffOf(line, there?.staffId ?? newId()),
  });
}

function staffOf(line: StaffLine, staffId: string): Staff {
  const { code, name, title, managerCode = null, hiredOn = null, territoryCodes } = line;
  return { staffId, code, name, title, managerCode, hiredOn, territoryCodes: [...new Set(territoryCodes)] };
}
