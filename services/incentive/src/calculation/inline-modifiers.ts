import type { Component, Modifier } from '@quyu/incentive-contracts';

/** The gates, floor and cap of a component, as modifiers of it alone, in the order in which they work. */
export function withInlineModifiers(component: Component): Component[] {
  if (isModifier(component) || component.kind === 'custom') return [component];
  const { code, gates = [], floor, cap } = component;
  const inline: Modifier[] = [];
  const add = (modifier: Modifier): void => {
    inline.push({ ...modifier, on: [code, ...inline.map((each) => each.code)] });
  };
  for (const gate of gates) add({ kind: 'gate', ...gate });
  if (floor) add({ kind: 'floor', ...floor });
  if (cap) add({ kind: 'cap', ...cap });
  return [component, ...inline];
}

const MODIFIERS = new Set<string>(['gate', 'cap', 'floor', 'draw', 'holdback', 'clawback']);

export function isModifier(component: Component): component is Modifier {
  return MODIFIERS.has(component.kind);
}
