import { withScope } from '../database/index.js';
import type { ReadinessCheck } from '../http/health.js';
import type { RunningPlugin } from './running-plugin.js';

/** What must hold for requests to be served: each plugin reaches its database, and says that it is ready itself. */
export function readinessChecks(running: readonly RunningPlugin[]): Readonly<Record<string, ReadinessCheck>> {
  return Object.fromEntries(running.map((each) => [each.plugin.spec.id, () => checkPlugin(each)]));
}

async function checkPlugin({ database, runtime }: RunningPlugin): Promise<void> {
  await database?.pool.query('select 1');
  await withScope('everything', () => runtime.ready?.());
}
