import type { NatsConnection } from '@nats-io/transport-node';
import type { PluginSpec } from '@quyu/plugin-kit';
import type { Logger } from 'pino';
import { v7 } from 'uuid';
import { accessPolicyOf, roleFaults } from '../access/access-policy.js';
import { withScope } from '../database/index.js';
import { createReadiness } from '../http/health.js';
import type { MetricsPage } from '../http/metrics-page.js';
import { type Metrics, createMetrics } from '../telemetry/metrics.js';
import { BootError } from './boot-error.js';
import { type Deployment, checkDeployment } from './check-deployment.js';
import { ConfigError } from './config-error.js';
import { gatherFaults } from './gather-faults.js';
import type { Host, HostOptions } from './host.js';
import { createLog } from './log.js';
import { hideInError, hideTexts } from './hide-texts.js';
import { openDatabase } from './open-database.js';
import { prepareBroker } from './prepare-broker.js';
import { prepareDatabase } from './prepare-database.js';
import { readPluginConfigs } from './plugin-configs.js';
import { readinessChecks } from './readiness-checks.js';
import { refreshOf } from './refresh-metrics.js';
import { type RunningPlugin, type SetupWorld, setUpPlugin } from './running-plugin.js';
import { secretTextsOf } from './secret-texts.js';
import { servedService } from './served-service.js';
import { addressFaults, baseUrls } from './service-addresses.js';
import { type StopStep, stopAll } from './shutdown.js';
import { type Listening, type ServingState, startHttp } from './start-http.js';
import { type Messaging, createMessaging } from './start-messaging.js';

/** What every part of the boot has at hand. */
interface Boot {
  readonly options: HostOptions;
  readonly deployment: Deployment;
  readonly configs: ReadonlyMap<string, unknown>;
  readonly serving: ServingState;
  readonly steps: StopStep[];
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/**
 * Starts a host: checks the deployment and every configuration, sets the plugins up, listens, and then moves events
 * and jobs. If any of it fails, what was started is stopped again.
 *
 * @throws ConfigError with every fault of the environment in one table.
 * @throws BootError naming the step and the plugin, or BootErrors when both the database and the broker are not as they must be.
 * @example
 * const host = await startHost({ config, settings: readSettings(process.env, config.plugins) });
 * process.once('SIGTERM', () => void host.stop());
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { config, settings, env = process.env } = options;
  const secrets = secretTextsOf(settings, config.plugins, env);
  const log = options.log ?? createLog(settings.logLevel, process.stderr, secrets);
  const steps: StopStep[] = [];
  try {
    return await boot(prepare(options, log, steps));
  } catch (error) {
    await stopAll(steps, settings.shutdownDeadlineMs, log);
    hideInError(error, hideTexts(secrets));
    throw error;
  }
}

/** All that can be found wrong without touching anything. */
function prepare(options: HostOptions, log: Logger, steps: StopStep[]): Boot {
  const { config, settings, env = process.env } = options;
  const deployment = checkDeployment(config, options.only);
  if (!('plugins' in deployment))
    throw new BootError({ name: 'checking the plugins' }, deployment.join('; '));
  const wrongRoles = roleFaults(config.roles ?? {}, config.plugins);
  if (wrongRoles.length > 0) throw new BootError({ name: 'checking the roles' }, wrongRoles.join('; '));
  const configs = readPluginConfigs(deployment.plugins, env);
  const faults = [...configs.faults, ...addressFaults(deployment.plugins, settings.serviceUrls)];
  if (faults.length > 0) throw new ConfigError(faults);
  const { now = () => new Date(), newId = v7 } = options;
  return {
    options,
    deployment,
    configs: configs.values,
    serving: { current: 'starting' },
    steps,
    now,
    newId,
    log,
    metrics: createMetrics(options.losses),
  };
}

async function boot(context: Boot): Promise<Host> {
  const { options, deployment, serving, steps, log, metrics } = context;
  const { settings } = options;
  const startedAt = performance.now();
  const specs = deployment.plugins.map(({ spec }) => spec);
  const messaging = createMessaging(new Set(specs.filter(({ db }) => db).map(({ id }) => id)));
  let listening: Listening | undefined;
  const running = await setUpAll(context, messaging, () => listening?.url);
  const page = { metrics, refresh: refreshOf(running, { metrics, messaging, log }) };
  const connections = await prepareWorld(context, specs);
  const readiness = createReadiness({
    checks: readinessChecks(running),
    isServing: () => serving.current === 'serving',
    problems: () => messaging.problems(),
  });
  const services = running.map((each) => servedService(each, messaging, context));
  const port = options.port ?? settings.http.port;
  const policy = accessPolicyOf(options.config.plugins, options.config.roles);
  listening = await startHttp(
    { ...context, settings, port, services, specs, policy, readiness, page },
    steps,
  );
  await messaging.start(running, { ...context, connections, settings });
  serving.current = 'serving';
  log.info({ plugins: specs.map(({ id }) => id), ms: Math.round(performance.now() - startedAt) }, 'ready');
  return hostOf(context, listening, readiness, page);
}

/** Sees to it that the database and the broker are there and as the plugins need them. */
async function prepareWorld(
  { options, steps, log }: Boot,
  specs: readonly PluginSpec[],
): Promise<ReadonlyMap<string, NatsConnection>> {
  const { settings, migrate = false, provision = false } = options;
  const database = prepareDatabase({
    databaseUrl: settings.databaseDirectUrl ?? settings.databaseUrl,
    logins: settings.databaseUsers,
    specs,
    migrate,
    log,
  });
  const [, connections] = await gatherFaults([
    database,
    prepareBroker({ settings, specs, provision, steps, log }),
  ]);
  return connections;
}

async function setUpAll(
  context: Boot,
  messaging: Messaging,
  ownUrl: () => string | undefined,
): Promise<RunningPlugin[]> {
  const { options, steps } = context;
  const { settings } = options;
  const world: SetupWorld = {
    ...context,
    baseUrlOf: baseUrls(settings.serviceUrls, ownUrl),
    serviceToken: options.serviceToken ?? refuseOwnToken,
    refuseInTransaction: settings.checkAnswers,
  };
  const running: RunningPlugin[] = [];
  for (const plugin of context.deployment.plugins) {
    const { id } = plugin.spec;
    const database = openDatabase(plugin.spec, {
      ...context,
      settings,
      pools: context.metrics.pools,
      afterCommit: (written) => messaging.wake(id, written),
    });
    const setUp = await setUpPlugin(plugin, database, world);
    const { close } = setUp.runtime;
    if (close) steps.push({ phase: 'plugins', name: id, stop: () => withScope('everything', close) });
    running.push(setUp);
  }
  return running;
}

function refuseOwnToken(service: string): never {
  throw new Error(
    `"${service}" has no identity of its own: call on behalf of a caller, or start the host with serviceToken`,
  );
}

function hostOf(
  { options, deployment, steps, log }: Boot,
  listening: Listening,
  ready: Host['ready'],
  page: MetricsPage,
): Host {
  let stopped: Promise<readonly string[]> | undefined;
  return Object.freeze({
    ...listening,
    plugins: deployment.plugins.map(({ spec }) => spec.id),
    ready,
    async metrics() {
      // What is looked up cannot be any more once the host has stopped; what was counted is still told.
      if (!stopped) await page.refresh();
      return page.metrics.registry.getMetricsAsJSON();
    },
    stop: () => (stopped ??= stopAll(steps, options.settings.shutdownDeadlineMs, log)),
  });
}
