import type { AttributeTest } from '@quyu/territory-contracts';
import { type Literal, literalsOf, type NormalForm } from './normal-form.js';

/** How likely it is, between 0 and 1, that a subject meets a form: a guess, from nothing but the rules themselves. */
export type Likelihood = (form: NormalForm) => number;

/** What the rules name of one attribute. */
interface Named {
  readonly values: Set<string>;
  readonly prefixes: Set<string>;
  from: number;
  to: number;
}

const KNOWN = 0.9;
const HALF_OPEN = 0.5;
const LEAST_OF_A_RANGE = 0.01;

/**
 * Guesses that an attribute has each of the values that rules name, or some other, equally often, and that attributes do not
 * depend on each other. A wrong guess costs time and nothing else: it decides where a rule is looked for.
 */
export function guessLikelihoods(forms: readonly NormalForm[]): Likelihood {
  const named = new Map<string, Named>();
  for (const form of forms) for (const literal of literalsOf(form)) note(named, literal);
  const ofForm = (form: NormalForm): number => {
    if (form.kind === 'literal') {
      const likelihood = ofTest(form.test, named.get(form.test.attribute));
      return form.isDenied ? 1 - likelihood : likelihood;
    }
    const parts = form.parts.map(ofForm);
    if (form.kind === 'all') return parts.reduce((product, part) => product * part, 1);
    return Math.min(1, parts.reduce((sum, part) => sum + part, 0)); // prettier-ignore
  };
  return ofForm;
}

function note(named: Map<string, Named>, { test }: Literal): void {
  const known = named.get(test.attribute);
  const of = known ?? { values: new Set(), prefixes: new Set(), from: Infinity, to: -Infinity };
  if (!known) named.set(test.attribute, of);
  if (test.op === 'eq') of.values.add(test.value);
  if (test.op === 'in') for (const value of test.values) of.values.add(value);
  if (test.op === 'prefix') of.prefixes.add(test.value);
  if (test.op === 'range') {
    of.from = Math.min(of.from, test.from ?? Infinity, test.to ?? Infinity);
    of.to = Math.max(of.to, test.to ?? -Infinity, test.from ?? -Infinity);
  }
}

function ofTest(test: AttributeTest, named: Named | undefined): number {
  if (!named) return KNOWN;
  switch (test.op) {
    case 'eq':
      return 1 / (named.values.size + 1);
    case 'in':
      return Math.min(KNOWN, test.values.length / (named.values.size + 1));
    case 'prefix':
      return 1 / (named.prefixes.size + 1);
    case 'range':
      return test.from === undefined || test.to === undefined
        ? HALF_OPEN
        : shareOf(test.to - test.from, named);
    default:
      return KNOWN;
  }
}

function shareOf(width: number, { from, to }: Named): number {
  return Math.min(KNOWN, Math.max(LEAST_OF_A_RANGE, to > from ? width / (to - from) : 1));
}
