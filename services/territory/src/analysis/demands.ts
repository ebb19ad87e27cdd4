import { type CompiledRule, linkRules, type RuleBook } from '../assignment/linked-rules.js';
import type { Literal, NormalForm } from '../assignment/normal-form.js';
import { boundsOf, type Bounds, intersectBounds } from './bounds.js';

/** A rule with all that a subject must meet for it to apply. */
export interface Demand {
  readonly rule: CompiledRule;
  /** Its own condition, then one form for each territory above that has rules, from the top. */
  readonly own: NormalForm;
  readonly above: readonly NormalForm[];
  /** What any subject that it applies to is like, attribute by attribute. */
  readonly bounds: Bounds;
}

/** Rules that are looked at between two stops. */
const PORTION = 500;

/** All rules with what they inherit. It stops for a moment now and then. */
export function* demandsOf(book: RuleBook): Generator<void, readonly Demand[]> {
  const rules = linkRules(book);
  yield;
  const byPlace = Map.groupBy(rules, ({ place }) => place);
  const ofPlace = new Map<number, Taken>();
  for (const [place, own] of byPlace) {
    const form = anyOf(own.map((rule) => rule.form));
    ofPlace.set(place, { form, bounds: boundsOf(form) });
    if (ofPlace.size % PORTION === 0) yield;
  }
  const demands: Demand[] = [];
  for (const rule of rules) {
    demands.push(demandOf(rule, ofPlace));
    if (demands.length % PORTION === 0) yield;
  }
  return demands;
}

/** What a territory's own rules take. */
type Taken = Pick<Demand, 'bounds'> & { readonly form: NormalForm };

function demandOf(rule: CompiledRule, ofPlace: ReadonlyMap<number, Taken>): Demand {
  const above = rule.placesAbove.map((place) => ofPlace.get(place)!);
  const bounds = above.map((each) => each.bounds).reduce(intersectBounds, boundsOf(rule.form));
  return { rule, own: rule.form, above: above.map(({ form }) => form), bounds };
}

/** One of the forms; lists of values of one attribute become one list. */
export function anyOf(forms: readonly NormalForm[]): NormalForm {
  const lists = Map.groupBy(forms.filter(isList), ({ test }) => test.attribute);
  const merged = [...lists.values()].map(mergeLists);
  const parts = [...merged, ...forms.filter((form) => !isList(form))];
  return parts.length === 1 ? parts[0]! : { kind: 'any', parts };
}

function isList(form: NormalForm): form is Literal {
  return form.kind === 'literal' && !form.isDenied && (form.test.op === 'eq' || form.test.op === 'in');
}

function mergeLists(literals: readonly Literal[]): Literal {
  const first = literals[0]!;
  if (literals.length === 1) return first;
  const values = literals.flatMap(({ test }) => {
    if (test.op === 'eq') return [test.value];
    return test.op === 'in' ? test.values : [];
  });
  return { ...first, test: { attribute: first.test.attribute, op: 'in', values: [...new Set(values)] } };
}
