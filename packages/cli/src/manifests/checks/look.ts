import type { Rendered } from './render.js';

/** A field somewhere inside, by its path; undefined when it is not there. */
export function look(object: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    object,
  );
}

/** The same where a list is expected: none is an empty one. */
export function list(object: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = look(object, ...path);
  return Array.isArray(found) ? found : [];
}

export const nameOf = (object: unknown): string => String(look(object, 'metadata', 'name'));
export const titleOf = (object: unknown): string => `${String(look(object, 'kind'))}/${nameOf(object)}`;

export const ofKind = (objects: readonly Rendered[], kind: string): readonly Rendered[] =>
  objects.filter((object) => object['kind'] === kind);

/** What runs pods, in an order that does not matter. */
export const workloads = (objects: readonly Rendered[]): readonly Rendered[] =>
  ['Deployment', 'StatefulSet', 'Job'].flatMap((kind) => ofKind(objects, kind));

export const podOf = (workload: Rendered): unknown => look(workload, 'spec', 'template', 'spec');
export const containersOf = (workload: Rendered): readonly unknown[] => [
  ...list(podOf(workload), 'initContainers'),
  ...list(podOf(workload), 'containers'),
];

/** Whether all of these labels are among those. */
export function selects(labels: unknown, given: unknown): boolean {
  const wanted = Object.entries(typeof labels === 'object' && labels !== null ? labels : {});
  return wanted.length > 0 && wanted.every(([key, value]) => look(given, key) === value);
}

export const labelsOfPods = (workload: Rendered): unknown =>
  look(workload, 'spec', 'template', 'metadata', 'labels');
