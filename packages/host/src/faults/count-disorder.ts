/** How often an aggregate's versions do not go on with the next one. */
export function countDisorder(
  events: readonly { readonly till: string; readonly version: number }[],
): number {
  const last = new Map<string, number>();
  let disorder = 0;
  for (const { till, version } of events) {
    if (version !== (last.get(till) ?? 0) + 1) disorder += 1;
    last.set(till, version);
  }
  return disorder;
}
