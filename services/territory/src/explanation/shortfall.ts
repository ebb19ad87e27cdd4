import type { AttributeTest } from '@quyu/territory-contracts';
import { passes } from '../assignment/conditions.js';
import type { Literal, NormalForm } from '../assignment/normal-form.js';
import type { Attributes } from '../dimensions/dimensions.js';

/** What keeps a subject from meeting a form: the fewest tests it would have to pass besides. Empty when it meets it. */
export function shortfallOf(form: NormalForm, attributes: Attributes): readonly Literal[] {
  if (form.kind === 'literal') return isMet(form, attributes) ? [] : [form];
  const parts = form.parts.map((part) => shortfallOf(part, attributes));
  if (form.kind === 'all') return parts.flat();
  return parts.reduce((least, part) => (part.length < least.length ? part : least));
}

export function isMet({ test, isDenied }: Literal, attributes: Attributes): boolean {
  return passes(test, attributes[test.attribute]) !== isDenied;
}

const LISTED = 5;

/** What a test asks, in short and in no language: `= CN`, `in WA, CA`, `98…`, `5 .. 12`, `exists`. */
export function describeTest({ test, isDenied }: Pick<Literal, 'test' | 'isDenied'>): string {
  return isDenied ? `not ${demandOf(test)}` : demandOf(test);
}

function demandOf(test: AttributeTest): string {
  switch (test.op) {
    case 'eq':
      return `= ${test.value}`;
    case 'in': {
      const more = test.values.length > LISTED ? `, … (${test.values.length})` : '';
      return `in ${test.values.slice(0, LISTED).join(', ')}${more}`;
    }
    case 'prefix':
      return `${test.value}…`;
    case 'range':
      return `${test.from ?? ''} .. ${test.to ?? ''}`.trim();
    default:
      return 'exists';
  }
}
