import { messageOf } from './errors.js';

/** A step of migrating a plugin that failed. Nothing of it is left; what was applied before it stays. */
export class MigrationError extends Error {
  constructor(plugin: string, step: string, cause: unknown) {
    super(`plugin "${plugin}": ${step} failed: ${messageOf(cause)}`, { cause });
    this.name = 'MigrationError';
  }
}
