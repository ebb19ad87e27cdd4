/**
 * Whether what was granted covers what is needed: the permission itself, all of its service (`partner:*`) or
 * everything (`*`).
 */
export function isGranted(granted: readonly string[], needed: string): boolean {
  if (granted.includes(needed) || granted.includes('*')) return true;
  return granted.includes(`${needed.slice(0, needed.indexOf(':'))}:*`);
}
