import type { Staff, StaffLine } from '@quyu/territory-contracts';
import { describe, expect, it } from 'vitest';
import { judgeStaff } from './staff.js';

const linda: StaffLine = {
  code: '282',
  name: 'Linda Mitchell',
  title: 'Sales Representative',
  managerCode: '272',
  hiredOn: '2010-12-29',
  territoryCodes: ['northeast'],
};

describe('enrolling staff', () => {
  it('gives a new person an id', () => {
    expect(judge([linda])).toEqual([{ kind: 'new', value: { ...linda, staffId: 'new-1' } }]);
  });

  it('needs neither a manager nor a date', () => {
    const { managerCode: _manager, hiredOn: _hired, ...rest } = linda;
    expect(judge([rest])).toMatchObject([{ value: { managerCode: null, hiredOn: null } }]);
  });

  it('takes the same entry again as unchanged', () => {
    expect(judge([linda, linda])).toMatchObject([{ kind: 'new' }, { kind: 'unchanged' }]);
  });

  it('keeps the id of a person whose entry changes', () => {
    const changed = { ...linda, territoryCodes: ['northeast', 'central'] };
    expect(judge([linda, changed])[1]).toEqual({ kind: 'new', value: { ...changed, staffId: 'new-1' } });
  });

  it('counts a territory that is named twice once', () => {
    const twice = { ...linda, territoryCodes: ['northeast', 'northeast'] };
    expect(judge([twice])).toMatchObject([{ value: { territoryCodes: ['northeast'] } }]);
  });
});

function judge(lines: readonly StaffLine[]) {
  let last = 0;
  const known = new Map<string, Staff>();
  return judgeStaff(
    known,
    lines.map((value, index) => ({ line: index + 1, ok: true, value })),
    () => `new-${(last += 1)}`,
  );
}
