import type { Module } from './module.js';
import type { Plugin } from './plugin.js';

/** Which plugins and modules a deployment runs: the content of `quyu.config.ts`. */
export interface QuyuConfig {
  readonly plugins: readonly Plugin[];
  readonly modules?: readonly Module[];
}

/**
 * Declares a deployment.
 *
 * @example export default defineConfig({ plugins: [territory, partner] });
 */
export function defineConfig(config: QuyuConfig): QuyuConfig {
  return Object.freeze(config);
}
