import { KIT_VERSION, type Module, type Plugin, type QuyuConfig, assertSpec } from '@quyu/plugin-kit';
import { satisfies, validRange } from 'semver';

/** A deployment whose parts fit together: the plugins to run here, and the modules that add to them. */
export interface Deployment {
  readonly plugins: readonly Plugin[];
  readonly modules: readonly Module[];
}

/**
 * Chooses what runs here.
 *
 * @param only ids of the plugins to run; all of the deployment's when it is undefined.
 * @returns the deployment, or every fault found.
 */
export function checkDeployment(
  config: QuyuConfig,
  only: readonly string[] | undefined,
): Deployment | readonly string[] {
  const modules = config.modules ?? [];
  const faults = [
    ...config.plugins.flatMap(({ spec }) => specFaults(spec)),
    ...repeated(config.plugins.map(({ spec }) => spec.id)).map((id) => `plugin "${id}" is listed twice`),
    ...repeated(modules.map(({ id }) => id)).map((id) => `module "${id}" is listed twice`),
    ...modules.flatMap((module) => moduleFaults(module, config.plugins)),
    ...choiceFaults(config.plugins, only),
  ];
  if (faults.length > 0) return faults;
  const chosen = config.plugins.filter(({ spec }) => only === undefined || only.includes(spec.id));
  return { plugins: chosen, modules };
}

function specFaults(spec: Plugin['spec']): string[] {
  const faults = kitFaults(`plugin "${spec.id}"`, spec.kit);
  try {
    assertSpec(spec);
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  if (spec.id === 'quyu') faults.push('plugin "quyu": the id is the host\'s own');
  const writes = Object.entries(spec.api?.routes ?? {}).filter(
    ([, route]) => route.kind === 'write' && !spec.db,
  );
  faults.push(
    ...writes.map(
      ([operation]) => `plugin "${spec.id}": ${operation} writes, but there is no database: declare db`,
    ),
  );
  return faults;
}

function kitFaults(who: string, range: string): string[] {
  if (validRange(range) === null) return [`${who}: kit "${range}" is not a semver range`];
  if (satisfies(KIT_VERSION, range)) return [];
  return [
    `${who} was written for the kit ${range}, and this is ${KIT_VERSION}: install a version of it made for this kit`,
  ];
}

function moduleFaults(module: Module, plugins: readonly Plugin[]): string[] {
  const who = `module "${module.id}"`;
  const contributions = module.contributes.flatMap(({ point }) => {
    const [owner = ''] = point.id.split('.');
    const plugin = plugins.find(({ spec }) => spec.id === owner);
    if (!plugin)
      return [`${who} adds to ${point.id}, but there is no plugin "${owner}": list it, or remove the module`];
    const declared = plugin.spec.extensionPoints.some(({ id }) => id === point.id);
    return declared ? [] : [`${who} adds to ${point.id}, which the plugin "${owner}" does not declare`];
  });
  return [...kitFaults(who, module.kit), ...contributions];
}

function choiceFaults(plugins: readonly Plugin[], only: readonly string[] | undefined): string[] {
  const known = plugins.map(({ spec }) => spec.id);
  const unknown = (only ?? []).filter((id) => !known.includes(id));
  const faults = unknown.map((id) => `there is no plugin "${id}"; there are: ${known.join(', ')}`);
  return known.length === 0 || only?.length === 0 ? [...faults, 'there is no plugin to run'] : faults;
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
