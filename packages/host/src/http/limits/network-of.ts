import { isIPv4, isIPv6 } from 'node:net';

/**
 * What of an address tells one caller from another: all of an IPv4 address, and of an IPv6 address its first 64 bits, because
 * whoever has one address has all of its network.
 *
 * @example networkOf('2001:db8:0:7::1') // '2001:db8:0:7'
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  // An IPv4 caller of a server that listens on IPv6, e.g. `::ffff:192.0.2.1`.
  const last = address.slice(address.lastIndexOf(':') + 1);
  if (isIPv4(last)) return last;
  const [head = '', tail] = address.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const between = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...between, ...after].slice(0, 4).join(':');
}

/** Numbers of one form: `0db8` and `DB8` are the same. */
function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16).toString(16));
}
