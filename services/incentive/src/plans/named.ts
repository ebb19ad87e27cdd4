import type { Component, GateTest, PlanDraft, PlanMeasure } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import { isKnownFact, KNOWN_FACTS } from '../calculation/known-facts.js';
import { isModifier } from '../calculation/inline-modifiers.js';
import { fault } from './component-faults.js';

/** What a plan may name that others keep. */
export type NamedKind = 'product' | 'group' | 'category' | 'territory' | 'payee' | 'fact';

/** A name in a plan, and where it stands in the request. */
export interface Named {
  readonly kind: NamedKind;
  readonly name: string;
  readonly pointer: string;
}

/** The facts that a component of a module asks for. */
export type FactsOfCustom = (component: Extract<Component, { readonly kind: 'custom' }>) => readonly string[];

/** Everything that a plan names and that may not be there. Facts that the platform knows by name are left out. */
export function namesIn(plan: PlanDraft, factsOfCustom: FactsOfCustom): readonly Named[] {
  const { payees, territories } = plan.eligible ?? {};
  return [
    ...listed('payee', payees, '/body/eligible/payees'),
    ...listed('territory', territories, '/body/eligible/territories'),
    ...plan.components.flatMap((component, index) =>
      namesInComponent(component, `/body/components/${index}`, factsOfCustom),
    ),
  ].filter(({ kind, name }) => kind !== 'fact' || !isKnownFact(name));
}

function namesInComponent(component: Component, at: string, factsOfCustom: FactsOfCustom): readonly Named[] {
  if (component.kind === 'custom')
    return factsOfCustom(component).map((name) => ({ kind: 'fact', name, pointer: `${at}/settings` }));
  if (component.kind === 'gate') return namesInTest(component.test, `${at}/test`);
  if (component.kind === 'holdback' && component.release.when === 'test-holds')
    return namesInTest(component.release.test, `${at}/release/test`);
  if (isModifier(component)) return [];
  const quotas = component.kind === 'attainment-bonus' ? (component.quotas ?? []) : [];
  return [
    ...namesInMeasure(component.measure, `${at}/measure`),
    ...quotas.flatMap(({ measure }, index) => namesInMeasure(measure, `${at}/quotas/${index}/measure`)),
    ...(component.gates ?? []).flatMap(({ test }, index) => namesInTest(test, `${at}/gates/${index}/test`)),
  ];
}

function namesInTest(test: GateTest, at: string): readonly Named[] {
  return test.looksAt === 'fact'
    ? [{ kind: 'fact', name: test.fact, pointer: `${at}/fact` }]
    : namesInMeasure(test.measure, `${at}/measure`);
}

function namesInMeasure(measure: PlanMeasure | undefined, at: string): readonly Named[] {
  const { codes, groups, categories } = measure?.products ?? {};
  return [
    ...listed('product', codes, `${at}/products/codes`),
    ...listed('group', groups, `${at}/products/groups`),
    ...listed('category', categories, `${at}/products/categories`),
    ...listed('territory', measure?.territories, `${at}/territories`),
  ];
}

function listed(kind: NamedKind, names: readonly string[] | undefined, at: string): readonly Named[] {
  return (names ?? []).map((name, index) => ({ kind, name, pointer: `${at}/${index}` }));
}

const MISSING: Record<NamedKind, (name: string) => string> = {
  product: (name) => `no product has the code "${name}"`,
  group: (name) => `no product is of the group "${name}"`,
  category: (name) => `no product is of the category "${name}"`,
  territory: (name) => `no partner is, or was, in the territory "${name}"`,
  payee: (name) => `no partner or salesperson has the code "${name}"`,
  fact: (name) => `no payee has the fact "${name}", nor is it one of ${KNOWN_FACTS.join(', ')}`,
};

/** What is named and not there: it would count nothing and pay nobody, silently. */
export function unknownFaults(unknown: readonly Named[]): readonly Fault[] {
  return unknown.map(({ kind, name, pointer }) =>
    fault(pointer, `unknown_${kind}`, `${MISSING[kind](name)}; save with ?ahead=true what is only to come`),
  );
}
