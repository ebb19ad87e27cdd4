import type { CustomComponent } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import type { ComponentType } from '../extension-points.js';

/** The types of components that modules have added, by name. */
export type ComponentTypes = ReadonlyMap<string, ComponentType>;

/** @throws TypeError when two modules add the same type. */
export function componentTypesOf(added: readonly ComponentType[]): ComponentTypes {
  const types = new Map<string, ComponentType>();
  for (const each of added) {
    if (types.has(each.type)) throw new TypeError(`two modules add the component type "${each.type}"`);
    types.set(each.type, each);
  }
  return types;
}

/** What is wrong with a custom component of a plan. */
export function customFaults(types: ComponentTypes, { type, settings }: CustomComponent): readonly Fault[] {
  const known = types.get(type);
  if (known)
    return known.check(settings).map((fault) => ({ ...fault, pointer: `/settings${fault.pointer}` }));
  return [{ pointer: '/type', code: 'unknown_type', message: `no module adds the component type "${type}"` }];
}
