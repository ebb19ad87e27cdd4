import { expect, test } from 'vitest';
import { createAllowance } from './allowance.js';

test('an allowance is used up, comes back with time, and does not pile up', () => {
  let nowMs = 0;
  const allowance = createAllowance(3, 1000, () => nowMs);
  const taken = (): number => [1, 2, 3, 4, 5].filter(() => allowance.take()).length;
  expect(taken()).toBe(3);
  nowMs = 999;
  expect(taken()).toBe(0);
  nowMs = 2500;
  expect(taken()).toBe(2);
  nowMs = 3000;
  expect(taken()).toBe(1);
  nowMs = 1_000_000;
  expect(taken()).toBe(3);
});
