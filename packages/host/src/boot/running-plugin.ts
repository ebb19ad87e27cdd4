import type { AnyRuntime, Plugin, PluginContext, Tx } from '@quyu/plugin-kit';
import type { Logger } from 'pino';
import { type Cause, currentCause, withScope } from '../database/index.js';
import { clientsOf } from '../http/clients.js';
import type { Deployment } from './check-deployment.js';
import { bootStep } from './boot-error.js';
import { runtimeFaults } from './check-runtime.js';
import { extensionsOf } from './extensions.js';
import type { PluginDatabase } from './open-database.js';

/** A plugin that has been set up. */
export interface RunningPlugin {
  readonly plugin: Plugin;
  readonly database: PluginDatabase | undefined;
  readonly runtime: AnyRuntime;
}

/** What setting a plugin up takes besides the plugin. */
export interface SetupWorld {
  readonly deployment: Deployment;
  readonly configs: ReadonlyMap<string, unknown>;
  readonly baseUrlOf: (service: string) => string;
  readonly serviceToken: (service: string) => string | Promise<string>;
  readonly refuseInTransaction: boolean;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
}

/**
 * Sets a plugin up and checks that it can do all it declares.
 *
 * @throws BootError naming the plugin.
 */
export async function setUpPlugin(
  plugin: Plugin,
  database: PluginDatabase | undefined,
  world: SetupWorld,
): Promise<RunningPlugin> {
  const { id } = plugin.spec;
  const runtime = await bootStep({ name: 'setup', plugin: id }, () =>
    withScope('everything', () => plugin.setup(contextOf(plugin, database, world))),
  );
  await bootStep({ name: 'checking what setup returned', plugin: id }, () => {
    const faults = runtimeFaults(plugin.spec, runtime);
    if (faults.length > 0) throw new TypeError(faults.join('; '));
  });
  return { plugin, database, runtime };
}

function contextOf({ spec }: Plugin, database: PluginDatabase | undefined, world: SetupWorld): PluginContext {
  const needDatabase = (): PluginDatabase => {
    if (!database) throw new TypeError(`plugin "${spec.id}" declares no db`);
    return database;
  };
  return {
    config: world.configs.get(spec.id),
    get db() {
      return needDatabase().db;
    },
    transaction: <T>(work: (tx: Tx) => Promise<T>) =>
      needDatabase().transactor.run(causeOr(world.newId), work),
    clients: clientsOf({
      calls: spec.calls,
      baseUrlOf: world.baseUrlOf,
      ownToken: () => world.serviceToken(spec.id),
      refuseInTransaction: world.refuseInTransaction,
    }) as PluginContext['clients'],
    extensions: extensionsOf(spec, world.deployment.modules),
    log: world.log.child({ plugin: spec.id }),
    now: world.now,
    newId: world.newId,
  };
}

/** The cause of what is being done, or a fresh one for what a plugin began by itself. */
function causeOr(newId: () => string): Cause {
  const known = currentCause();
  if (known) return known;
  const id = newId();
  return { correlationId: id, causationId: id };
}
