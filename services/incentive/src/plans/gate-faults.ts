import type { Component, GateTest, Modifier } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import { contradict, isNeverMet } from '../calculation/gates.js';
import { isModifier, withInlineModifiers } from '../calculation/inline-modifiers.js';
import { fault } from './component-faults.js';

type Gate = Extract<Modifier, { readonly kind: 'gate' }>;

interface PlacedGate extends Pick<Gate, 'code' | 'test' | 'otherwise'> {
  readonly pointer: string;
  /** The codes of what it works on. */
  readonly on: readonly string[];
}

/** Gates that nothing ever passes: by themselves, or after another gate on the same component. */
export function gateFaults(components: readonly Component[]): readonly Fault[] {
  const gates = placedGates(components);
  return gates.flatMap((gate, index) => {
    if (isNeverMet(gate.test)) return [neverMet(gate)];
    const before = gates.slice(0, index).find((each) => shutsOut(each, gate));
    if (!before) return [];
    const message = `can never hold together with the gate "${before.code}" before it (${say(before.test)})`;
    return [fault(`${gate.pointer}/test`, 'contradicts_gate', message)];
  });
}

function neverMet({ pointer, test: { is, value } }: PlacedGate): Fault {
  return fault(`${pointer}/test/value`, 'not_a_number', `"${value}" is no number, so nothing is ${is} it`);
}

/** What the earlier gate let through at one time a later one that holds may release at another: only losing is final. */
function shutsOut(before: PlacedGate, gate: PlacedGate): boolean {
  return (
    gate.otherwise === 'lose' &&
    gate.on.some((code) => before.on.includes(code)) &&
    contradict(before.test, gate.test)
  );
}

function placedGates(components: readonly Component[]): readonly PlacedGate[] {
  const codesBefore: string[] = [];
  return components.flatMap((component, index) => {
    const placed = gatesOf(component, `/body/components/${index}`, [...codesBefore]);
    codesBefore.push(...withInlineModifiers(component).map(({ code }) => code));
    return placed;
  });
}

function gatesOf(component: Component, pointer: string, before: readonly string[]): readonly PlacedGate[] {
  if (component.kind === 'gate') return [{ ...component, pointer, on: component.on ?? before }];
  if (isModifier(component) || component.kind === 'custom') return [];
  return (component.gates ?? []).map((gate, index) => ({
    ...gate,
    pointer: `${pointer}/gates/${index}`,
    on: [component.code],
  }));
}

function say(test: GateTest): string {
  const what = test.looksAt === 'fact' ? `fact "${test.fact}"` : 'measure';
  return `${what} ${test.is} ${test.value}`;
}
