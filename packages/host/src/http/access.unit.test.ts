import { describe, expect, test } from 'vitest';
import { OPEN_ADDRESSES, accessOf } from './access.js';

describe('the addresses without a token', () => {
  test('are these and no others', () => {
    expect([...OPEN_ADDRESSES].toSorted()).toEqual([
      '/', '/asyncapi.json', '/docs', '/docs/', '/docs/js/scalar.js', '/health/live', '/health/ready', '/openapi.json',
    ]); // prettier-ignore
  });

  test('stay closed when a route there names a permission', () => {
    expect(accessOf('/docs', 'docs:read')).toEqual({ open: false, permission: 'docs:read' });
  });

  test('do not grow by forgetting: another route without a permission cannot be added', () => {
    expect(() => accessOf('/api/shop/v1/shops', undefined)).toThrow('names no permission');
    expect(() => accessOf('/health/other', '')).toThrow('names no permission');
  });
});
