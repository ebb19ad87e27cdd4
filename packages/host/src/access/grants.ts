import { check, z } from '@quyu/contract-kit';
import type { Grant } from '@quyu/plugin-kit';

const name = z.string().min(1).max(200);
const grants: z.ZodType<readonly Grant[]> = z
  .array(z.strictObject({ role: name, within: z.strictObject({ kind: name, id: name }).exactOptional() }))
  .max(200);

/** What was read, and what is wrong with it: a list with a fault gives no grant at all. */
export interface ReadGrants {
  readonly grants: readonly Grant[];
  readonly faults: readonly string[];
}

/**
 * Reads grants that come from outside: a token's claim, or a file.
 *
 * @param value a list as {@link Grant}; undefined is an empty one.
 * @param at where it stands, for the faults, e.g. `/quyu_grants`.
 * @example readGrants([{ role: 'city-lead', within: { kind: 'territory', id: 'northwest' } }], '/quyu_grants')
 */
export function readGrants(value: unknown, at: string): ReadGrants {
  if (value === undefined) return { grants: [], faults: [] };
  const read = check(grants, value, at);
  if (read.ok) return { grants: read.value, faults: [] };
  return { grants: [], faults: read.faults.map(({ pointer, message }) => `${pointer}: ${message}`) };
}
