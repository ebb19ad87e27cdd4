import { messageOf } from '../database/errors.js';
import { BootError } from './boot-error.js';
import { textTable } from './text-table.js';

/** Several steps of the boot failed: all of them at once, in one table, for nobody should have to mend them one start at a time. */
export class BootErrors extends Error {
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    const rows = errors.map((error) => [stepOf(error), messageOf(error)]);
    super(`${errors.length} steps failed:\n\n${textTable([['step', 'what is wrong'], ...rows])}`);
    this.name = 'BootErrors';
    this.errors = errors;
  }
}

function stepOf(error: Error): string {
  if (!(error instanceof BootError)) return '';
  return error.plugin === undefined ? error.step : `${error.step} (${error.plugin})`;
}

/**
 * Does independent steps at the same time and waits for all of them.
 *
 * @throws what one of them threw, or {@link BootErrors} when several did.
 */
export async function gatherFaults<const T extends readonly Promise<unknown>[]>(
  steps: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const outcomes = await Promise.allSettled(steps);
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  const errors = failures.flatMap(errorsOf);
  if (errors.length > 1) throw new BootErrors(errors);
  if (failures.length > 0) throw failures[0];
  return Promise.all(steps);
}

function errorsOf(failure: unknown): readonly Error[] {
  if (failure instanceof BootErrors) return failure.errors;
  return [failure instanceof Error ? failure : new Error(String(failure))];
}
