import { numberIn, passes } from '../assignment/conditions.js';
import type { Literal } from '../assignment/normal-form.js';

type Test = Pick<Literal, 'test' | 'isDenied'>;

/** What one attribute of a subject must be like: one of some values, or whatever passes tests. Never changed, only narrowed. */
export interface Wish {
  /** The values that are left, when they can be told one by one. */
  readonly values: readonly string[] | undefined;
  /** What any other value must pass. */
  readonly tests: readonly Test[];
}

export const ANYTHING: Wish = { values: undefined, tests: [] };

/** Asks for one more test to pass; undefined when nothing can be left then. */
export function narrow(wish: Wish, literal: Test): Wish | undefined {
  const { test, isDenied } = literal;
  const listed = isDenied ? undefined : listedBy(literal);
  if (wish.values) return listing(wish.values.filter((value) => passes(test, value) !== isDenied));
  if (listed) return listing(listed.filter((value) => passesAll(value, wish.tests)));
  const narrowed = { values: undefined, tests: [...wish.tests, literal] };
  return isContradictory(narrowed.tests) ? undefined : narrowed;
}

function listing(values: readonly string[]): Wish | undefined {
  return values.length > 0 ? { values, tests: [] } : undefined;
}

function listedBy({ test }: Test): readonly string[] | undefined {
  if (test.op === 'eq') return [test.value];
  return test.op === 'in' ? test.values : undefined;
}

/** A value as wished: null when it is best left unknown, undefined when none was found. */
export function grant({ values, tests }: Wish): string | null | undefined {
  if (values) return values[0];
  if (tests.every(({ isDenied }) => isDenied)) return null;
  for (const candidate of candidatesFor(tests)) if (passesAll(candidate, tests)) return candidate;
  return undefined;
}

function passesAll(value: string, tests: readonly Test[]): boolean {
  return tests.every(({ test, isDenied }) => passes(test, value) !== isDenied);
}

/** Whether tests of values that cannot be listed are known to leave none. */
function isContradictory(tests: readonly Test[]): boolean {
  const asked = tests.filter(({ isDenied }) => !isDenied);
  if (asked.length === 0) return false;
  if (tests.some(({ test, isDenied }) => isDenied && test.op === 'exists')) return true;
  const prefix = longestPrefix(asked);
  if (prefix === undefined) return true;
  const isShut = tests.some(({ test, isDenied }) => isDenied && test.op === 'prefix' && prefix.startsWith(test.value));
  return isShut || isOutOfRange(tests);
} // prettier-ignore

/** The prefix that all prefixes asked for come to; undefined when they exclude each other. */
function longestPrefix(asked: readonly Test[]): string | undefined {
  const prefixes = asked.flatMap(({ test }) => (test.op === 'prefix' ? [test.value] : []));
  const longest = prefixes.reduce((a, b) => (b.length > a.length ? b : a), '');
  return prefixes.every((prefix) => longest.startsWith(prefix)) ? longest : undefined;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function rangesOf(tests: readonly Test[], denied: boolean): readonly Range[] {
  return tests.flatMap(({ test, isDenied }) =>
    test.op === 'range' && isDenied === denied
      ? [{ from: test.from ?? -Infinity, to: test.to ?? Infinity }]
      : [],
  );
}

function isOutOfRange(tests: readonly Test[]): boolean {
  const asked = rangesOf(tests, false);
  if (asked.length === 0) return false;
  const from = Math.max(...asked.map((range) => range.from));
  const to = Math.min(...asked.map((range) => range.to));
  return from > to || rangesOf(tests, true).some((range) => range.from <= from && range.to >= to);
}

const SPARE = 40;
const FIRST_LETTER = 0x61;
const LETTERS = 26;

/** Values worth trying: more of them than the denials could shut out. */
function* candidatesFor(tests: readonly Test[]): Iterable<string> {
  const asked = tests.filter(({ isDenied }) => !isDenied);
  const prefix = longestPrefix(asked) ?? '';
  if (prefix !== '') yield prefix;
  const ranges = rangesOf(tests, false);
  if (ranges.length > 0) yield* numbersFor(tests, prefix);
  const tries = tests.length + SPARE + tests.reduce((sum, each) => sum + (listedBy(each)?.length ?? 0), 0);
  for (let at = 0; at < tries; at += 1) yield prefix + letterAt(at);
}

function letterAt(at: number): string {
  return at < LETTERS ? String.fromCodePoint(FIRST_LETTER + at) : String.fromCodePoint(0x4e00 + at);
}

/** Numbers at the bounds of all ranges, beside and between them, written plainly and then in other ways. */
function* numbersFor(tests: readonly Test[], prefix: string): Iterable<string> {
  const bounds = [...rangesOf(tests, false), ...rangesOf(tests, true)]
    .flatMap(({ from, to }) => [from, to])
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b);
  const points = bounds.flatMap((bound, at) => [
    bound, bound + 1, bound - 1, Math.ceil(bound), Math.floor(bound), (bound + (bounds[at + 1] ?? bound + 2)) / 2,
  ]); // prettier-ignore
  if (prefix !== '') {
    yield* numbersBehind(prefix, points);
    return;
  }
  for (const point of points) yield String(point);
  for (const point of points) yield `${point >= 0 ? '0' : ''}${point}`;
  for (const point of points) yield point.toFixed(3);
}

const MOST_DIGITS = 12;

/** Numbers that are written with a prefix, near the points: the next digits are those of the point, where it has that prefix. */
function* numbersBehind(prefix: string, points: readonly number[]): Iterable<string> {
  for (const point of points) if (String(point).startsWith(prefix)) yield String(point);
  const start = numberIn(prefix);
  for (let digits = 1; digits <= MOST_DIGITS; digits += 1) {
    for (const digit of ['0', '1', '5', '9']) yield prefix + digit.repeat(digits);
    for (const point of points) {
      const rest = point - start * 10 ** digits;
      if (rest >= 0 && rest < 10 ** digits) yield prefix + String(Math.ceil(rest)).padStart(digits, '0');
    }
  }
  yield `${prefix}.5`;
}
