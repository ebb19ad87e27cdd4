import type { ExtensionPoint, Extensions, Module, PluginSpec } from '@quyu/plugin-kit';

/** What modules add to a plugin's extension points, in the order in which they are listed. */
export function extensionsOf(spec: PluginSpec, modules: readonly Module[]): Extensions {
  const contributions = modules.flatMap(({ contributes }) => contributes);
  const declared = new Set(spec.extensionPoints.map(({ id }) => id));
  return Object.freeze({
    of<T>(point: ExtensionPoint<T>): readonly T[] {
      if (!declared.has(point.id))
        throw new TypeError(`plugin "${spec.id}" does not declare the extension point ${point.id}`);
      // The contribution's type was checked against the point when it was written.
      return contributions.filter((each) => each.point.id === point.id).map((each) => each.value as T);
    },
  });
}
