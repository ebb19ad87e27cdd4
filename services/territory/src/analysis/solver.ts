import type { Literal, NormalForm } from '../assignment/normal-form.js';
import type { Attributes } from '../dimensions/dimensions.js';
import { ANYTHING, grant, narrow, type Wish } from './wish.js';

/** A subject that meets all forms; or that there is none; or that none was found within the effort. */
export type Solution =
  | { readonly kind: 'example'; readonly attributes: Attributes }
  | { readonly kind: 'never' }
  | { readonly kind: 'unknown' };

/** How many more tests may be tried. It is used up. */
export interface Effort {
  left: number;
}

type Wishes = ReadonlyMap<string, Wish>;
type Group = Exclude<NormalForm, Literal>;

const NEVER: Solution = { kind: 'never' };
const UNKNOWN: Solution = { kind: 'unknown' };

/**
 * Looks for a subject that meets all forms: single tests narrow down what the attributes may be, then the alternatives are
 * tried, those with the fewest first, and whatever contradicts what is narrowed down already is left out.
 */
export function solve(forms: readonly NormalForm[], effort: Effort, given: Wishes = new Map()): Solution {
  const wishes = new Map(given);
  const open: Group[] = [];
  for (const form of forms) if (!take(form, wishes, open, effort)) return NEVER;
  if (effort.left <= 0) return UNKNOWN;
  const alternatives = open.map((group) => group.parts.filter((part) => isOpen(part, wishes, effort)));
  const fewest = alternatives.reduce<number>((best, parts, at) => (parts.length < (alternatives[best]?.length ?? Infinity) ? at : best), -1); // prettier-ignore
  if (fewest < 0) return grantAll(wishes);
  const rest = open.filter((_, at) => at !== fewest);
  return tryEach(alternatives[fewest]!, rest, wishes, effort);
}

function tryEach(
  parts: readonly NormalForm[],
  rest: readonly NormalForm[],
  wishes: Wishes,
  effort: Effort,
): Solution {
  let isSure = true;
  for (const part of parts) {
    const solution = solve([part, ...rest], effort, wishes);
    if (solution.kind === 'example') return solution;
    if (solution.kind === 'unknown') isSure = false;
  }
  return isSure ? NEVER : UNKNOWN;
}

/** Takes what a form asks for in any case into the wishes, and puts its alternatives aside. False when it cannot be met. */
function take(form: NormalForm, wishes: Map<string, Wish>, open: Group[], effort: Effort): boolean {
  if (form.kind === 'literal') {
    const wish = narrowed(form, wishes, effort);
    if (wish) wishes.set(form.test.attribute, wish);
    return wish !== undefined;
  }
  if (form.kind === 'all') return form.parts.every((part) => take(part, wishes, open, effort));
  open.push(form);
  return true;
}

function narrowed(literal: Literal, wishes: Wishes, effort: Effort): Wish | undefined {
  effort.left -= 1;
  return narrow(wishes.get(literal.test.attribute) ?? ANYTHING, literal);
}

function isOpen(form: NormalForm, wishes: Wishes, effort: Effort): boolean {
  if (form.kind === 'literal') return narrowed(form, wishes, effort) !== undefined;
  if (form.kind === 'any') return form.parts.some((part) => isOpen(part, wishes, effort));
  return form.parts.every((part) => isOpen(part, wishes, effort));
}

function grantAll(wishes: Wishes): Solution {
  const attributes: Record<string, string> = {};
  for (const [attribute, wish] of wishes) {
    const value = grant(wish);
    if (value === undefined) return UNKNOWN;
    if (value !== null) attributes[attribute] = value;
  }
  return { kind: 'example', attributes };
}

/** Says the opposite of a form. */
export function deny(form: NormalForm): NormalForm {
  if (form.kind === 'literal') return { ...form, isDenied: !form.isDenied };
  return { kind: form.kind === 'all' ? 'any' : 'all', parts: form.parts.map(deny) };
}
