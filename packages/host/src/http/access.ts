/**
 * Addresses that anyone may read. The list is closed: a route that is neither here nor names a permission stops the
 * boot, so that nothing is open by oversight.
 */
export const OPEN_ADDRESSES: ReadonlySet<string> = new Set([
  '/',
  '/health/live',
  '/health/ready',
  '/openapi.json',
  '/asyncapi.json',
  '/docs',
  '/docs/',
  '/docs/js/scalar.js',
]);

/** What a route asks of its caller: nothing, or one permission. */
export type Access = { readonly open: true } | { readonly open: false; readonly permission: string };

/**
 * Decides what a route asks of its caller.
 *
 * @throws TypeError when it is not an open address and names no permission.
 */
export function accessOf(address: string, permission: unknown): Access {
  if (typeof permission === 'string' && permission !== '') return { open: false, permission };
  if (OPEN_ADDRESSES.has(address)) return { open: true };
  throw new TypeError(`the route ${address} names no permission and is not an open address`);
}
