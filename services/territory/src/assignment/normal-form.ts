import type { AttributeTest, Condition } from '@quyu/territory-contracts';

/** A single test, or its denial, and where it stands in its rule (a JSON Pointer). */
export interface Literal {
  readonly kind: 'literal';
  readonly test: AttributeTest;
  readonly isDenied: boolean;
  readonly pointer: string;
}

/** A condition without `not` around groups: all or any of the parts, down to single tests. */
export type NormalForm = Literal | { readonly kind: 'all' | 'any'; readonly parts: readonly NormalForm[] };

/** Says the same with every `not` moved inwards to the tests, by De Morgan's laws. */
export function toNormalForm(condition: Condition, pointer = '/condition', isDenied = false): NormalForm {
  if ('op' in condition) return { kind: 'literal', test: condition, isDenied, pointer };
  if ('not' in condition) return toNormalForm(condition.not, `${pointer}/not`, !isDenied);
  const [name, conditions] = 'all' in condition ? ['all', condition.all] : ['any', condition.any];
  const parts = conditions.map((part, index) => toNormalForm(part, `${pointer}/${name}/${index}`, isDenied));
  const only = parts[0];
  if (only && parts.length === 1) return only;
  return { kind: (name === 'all') === isDenied ? 'any' : 'all', parts };
}

/** Every test of a form, denied or not. */
export function literalsOf(form: NormalForm): readonly Literal[] {
  return form.kind === 'literal' ? [form] : form.parts.flatMap(literalsOf);
}
