import { describe, expect, test } from 'vitest';
import { isGranted } from './permissions.js';

describe('what is granted', () => {
  test.each([
    [['shop:read'], 'shop:read', true],
    [['shop:*'], 'shop:read', true],
    [['*'], 'shop:read', true],
    [[], 'shop:read', false],
    [['shop:write'], 'shop:read', false],
    [['shopping:*'], 'shop:read', false],
    [['*:read'], 'shop:read', false],
    [['SHOP:READ'], 'shop:read', false],
  ] as const)('%j covers %s: %s', (granted, needed, covers) => {
    expect(isGranted(granted, needed)).toBe(covers);
  });
});
