import type { Plugin } from '@quyu/plugin-kit';
import type { ConfigFault } from './config-error.js';
import { readEnv } from './read-env.js';
import type { Env } from './secret-files.js';

/** The configurations of plugins by id, and everything that is wrong with any of them. */
export interface PluginConfigs {
  readonly values: ReadonlyMap<string, unknown>;
  readonly faults: readonly ConfigFault[];
}

/** Reads every plugin's configuration from `<ID>_*`. */
export function readPluginConfigs(plugins: readonly Plugin[], env: Env): PluginConfigs {
  const values = new Map<string, unknown>();
  const faults: ConfigFault[] = [];
  for (const { spec } of plugins) {
    const read = readEnv(spec.id, spec.config, env);
    if (read.ok) values.set(spec.id, read.value);
    else faults.push(...read.faults);
  }
  return { values, faults };
}
