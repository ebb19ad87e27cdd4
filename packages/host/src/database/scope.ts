import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scope } from '@quyu/plugin-kit';

const scopes = new AsyncLocalStorage<Scope>();

/** Runs work that may see and change what lies within a scope: a request within its caller's, all else everything. */
export function withScope<T>(scope: Scope, work: () => T): T {
  return scopes.run(scope, work);
}

/**
 * The scope of the code that is running.
 *
 * @throws Error when it runs for nobody: what lost its request must not see more than its caller.
 */
export function currentScope(): Scope {
  const scope = scopes.getStore();
  if (scope !== undefined) return scope;
  throw new Error(
    'the database is used outside of any request, event, job and setup: nothing says what may be seen. Use a job for work of your own',
  );
}
