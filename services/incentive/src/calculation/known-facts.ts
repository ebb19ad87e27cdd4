/** A value that holds from a day (YYYY-MM-DD) on, until the next. */
interface Dated {
  readonly from: string;
  readonly value: string;
}

/** Facts that the platform knows by name: plans may ask for them before any payee has one. */
const NAMES = new Set([
  'partner-type',
  'partner-status',
  'tier',
  'contract',
  'score',
  'grade',
  'open-violations',
  'participation',
]);
const FAMILIES = ['certified:', 'in-territory:'];

/** What holds of a payee of whom nothing was heard: nobody is told of having done nothing wrong. */
const UNHEARD: ReadonlyMap<string, string> = new Map([['open-violations', '0']]);

/** The names that plans may always ask for, as people write them. */
export const KNOWN_FACTS: readonly string[] = [...NAMES, ...FAMILIES.map((family) => `${family}<code>`)];

/** @example isKnownFact('certified:sales-basics') // true */
export function isKnownFact(name: string): boolean {
  return NAMES.has(name) || FAMILIES.some((family) => name.startsWith(family) && name.length > family.length);
}

/** The value of a fact on a day: the latest from that day or before. @param values in the order of their days. */
export function factOn(values: readonly Dated[] | undefined, name: string, on: string): string | undefined {
  return values?.findLast(({ from }) => from <= on)?.value ?? UNHEARD.get(name);
}

/** A plan asks for a fact that nobody has, and that no event sets. */
export class UnknownFactError extends RangeError {
  override readonly name = 'UnknownFactError';
}
