import fc, { type Arbitrary } from 'fast-check';
import { HOSTILE_TEXTS, UNSTORABLE_TEXTS } from '../requests/hostile.js';

const oddText = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS, ...UNSTORABLE_TEXTS),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constant('x'.repeat(5000)),
);
const oddValue: Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  fc.constantFrom(null, true, 0, -1, 0.5, 2 ** 31, 2 ** 53, 1e308, [], {}, [[]], { $ne: 1 }),
  fc.json({ maxDepth: 3 }).map((json) => JSON.parse(json) as unknown),
);

/** One change to a value, somewhere in it: a part replaced, removed, doubled or added. */
type Change = (value: unknown, pick: number) => unknown;

/**
 * Values that are nearly what they should be: mostly one that is right with one thing wrong in it, sometimes right,
 * sometimes something else altogether.
 */
export function nearly(right: Arbitrary<unknown>): Arbitrary<unknown> {
  const changed = fc
    .tuple(right, fc.nat(), oddValue, fc.constantFrom<Kind>('replace', 'remove', 'double', 'add'))
    .map(([value, pick, odd, kind]) => changeSomewhere(value, pick, changeOf(kind, odd)));
  return fc.oneof(
    { weight: 2, arbitrary: right },
    { weight: 6, arbitrary: changed },
    { weight: 1, arbitrary: oddValue },
  );
}

type Kind = 'replace' | 'remove' | 'double' | 'add';

function changeOf(kind: Kind, odd: unknown): Change {
  if (kind === 'replace') return () => odd;
  if (kind === 'remove') return () => undefined;
  if (kind === 'double') return (value) => [value, value];
  return (value, pick) => (isObject(value) ? { ...value, [`odd${pick % 7}`]: odd } : odd);
}

/** Walks down by the digits of a number until it stops or there is nothing below. */
function changeSomewhere(value: unknown, pick: number, change: Change): unknown {
  const keys = isObject(value) ? Object.keys(value) : [];
  const stop = pick % (keys.length + 1);
  if (stop === keys.length) return change(value, pick);
  const key = keys[stop]!;
  const below = changeSomewhere((value as Record<string, unknown>)[key], Math.floor(pick / (keys.length + 1)), change);
  return Array.isArray(value) ? value.with(Number(key), below) : { ...(value as object), [key]: below };
} // prettier-ignore

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
