import type { Roles } from './access.js';
import type { Module } from './module.js';
import type { Plugin } from './plugin.js';

/** Which plugins and modules a deployment runs, and who may do what: the content of `quyu.config.ts`. */
export interface QuyuConfig {
  readonly plugins: readonly Plugin[];
  readonly modules?: readonly Module[];
  /** What the roles of this deployment allow. Default: no roles, only permissions that tokens name. */
  readonly roles?: Roles;
}

/**
 * Declares a deployment.
 *
 * @example export default defineConfig({ plugins: [territory, partner], roles });
 */
export function defineConfig(config: QuyuConfig): QuyuConfig {
  return Object.freeze(config);
}
