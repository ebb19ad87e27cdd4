import type { Erased } from '@quyu/contract-kit';
import type { Contribution } from './extension-point.js';

/** Contributions to other plugins' extension points, switched on by listing the module in the configuration. */
export interface Module {
  readonly kind: 'module';
  readonly id: string;
  /** Semver range of the kit it was written for. */
  readonly kit: string;
  readonly contributes: readonly Contribution<Erased>[];
}

/**
 * Declares a module.
 *
 * @example export default defineModule({ id: 'iso-screening', kit: '^1.0.0', contributes: [contribute(screeningCheck, isoCheck)] });
 */
export function defineModule(module: Omit<Module, 'kind'>): Module {
  return Object.freeze({ kind: 'module', ...module });
}
