import { expect, it } from 'vitest';
import { resultIdOf } from './result-id.js';

it('is the same for ever: what was posted names results by it', () => {
  const key = {
    planCode: 'channel',
    component: 'volume-rebate',
    kind: 'partner',
    period: '2019-Q3',
  } as const;
  expect(resultIdOf({ ...key, code: 'AW1' })).toBe('42d7c8ce-3bd5-889e-8b45-e529ba728ce8');
  expect(resultIdOf({ ...key, code: 'AW2' })).not.toBe('42d7c8ce-3bd5-889e-8b45-e529ba728ce8');
});
