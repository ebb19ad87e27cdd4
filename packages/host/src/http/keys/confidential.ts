const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether an address is one of this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.has(hostname);
}

/** Whether what is fetched from an address can only come from there: over TLS, or without leaving the machine. */
export function isConfidential(address: URL): boolean {
  return address.protocol === 'https:' || (address.protocol === 'http:' && isLoopback(address));
}
