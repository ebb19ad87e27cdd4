import type { PluginSpec } from '@quyu/plugin-kit';

/** What the manifests need to know of a service: who it is and whom it talks to. */
export interface ServiceNode {
  readonly id: string;
  /** Other services whose API it calls. */
  readonly calls: readonly string[];
  /** Other services that call its API. */
  readonly calledBy: readonly string[];
  /** Services whose events it consumes, itself among them if it does. */
  readonly consumesFrom: readonly string[];
}

/**
 * Who talks to whom, from the specs alone and in their order.
 *
 * @throws Error when a service calls one that the deployment does not have.
 */
export function topologyOf(specs: readonly PluginSpec[]): readonly ServiceNode[] {
  const ids = specs.map(({ id }) => id);
  for (const spec of specs)
    for (const target of callsOf(spec))
      if (!ids.includes(target))
        throw new Error(`"${spec.id}" calls "${target}", which quyu.config.ts does not list: add it there`);
  return specs.map((spec) => ({
    id: spec.id,
    calls: callsOf(spec),
    calledBy: specs.filter((other) => callsOf(other).includes(spec.id)).map(({ id }) => id),
    consumesFrom: unique(spec.consumes.map(({ service }) => service)),
  }));
}

/** A service reaches its own API without the network. */
function callsOf(spec: PluginSpec): readonly string[] {
  return unique(Object.values(spec.calls).map(({ service }) => service)).filter((id) => id !== spec.id);
}

const unique = (list: readonly string[]): readonly string[] => [...new Set(list)].toSorted();
