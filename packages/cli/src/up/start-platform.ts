import { freePort, lockState } from '@quyu/embedded';
import { type Host, type HostSettings, readSettings, secretTextsOf, startHost } from '@quyu/host';
import { IMPORT_CLIENT, refuseProduction, serviceClient } from '@quyu/issuer';
import type { QuyuConfig } from '@quyu/plugin-kit';
import { startTelemetry } from '@quyu/telemetry';
import type { Logger } from 'pino';
import { CliError } from '../cli-error.js';
import { loadConfig } from '../deployment/load-config.js';
import { clientTokens } from '../identity/local-platform.js';
import { serviceTokens } from '../identity/service-tokens.js';
import { cacheFolder, issuerSecrets, portNote, runningNote } from '../deployment/state-files.js';
import { secondsSince } from '../terminal/seconds.js';
import type { Progress } from '../terminal/progress.js';
import { openDatabaseLogins } from './database-logins.js';
import { type NatsAccounts, openNatsAccounts } from './nats-accounts.js';
import { openLog } from './open-log.js';
import { type Infrastructure, startInfrastructure } from './start-infrastructure.js';
import { startLocalIssuer } from './start-local-issuer.js';
import type { Teardown } from './teardown.js';

/** How to start the platform in this process. */
export interface PlatformOptions {
  readonly state: string;
  readonly config?: string;
  readonly port?: number;
  readonly host?: string;
}

/** A platform that runs in this process. */
export interface RunningPlatform {
  readonly host: Host;
  readonly natsUrl: string;
  /** The address of its issuer. */
  readonly issuer: string;
  readonly logPath: string;
  /** Seconds from the start of the process until it was ready. */
  readonly boot: number;
  /** Tokens for the main job. */
  readonly token: () => Promise<string>;
}

/** Starts everything in one process: infrastructure, then every plugin of the deployment. */
export async function startPlatform(
  options: PlatformOptions,
  progress: Progress,
  teardown: Teardown,
): Promise<RunningPlatform> {
  const { state } = options;
  refuseProduction(process.env);
  const lock = await lockState(state);
  teardown.add(() => lock.release());
  const port = await choosePort(options);
  const config = await loadConfig(options.config);
  const surroundings = await startSurroundings(options, config, progress, teardown);
  const { infrastructure, issuer, settings, logPath, log } = surroundings;
  const telemetry = await startTelemetry(process.env);
  const host = await startHost({
    config,
    settings,
    port,
    migrate: true,
    provision: true,
    serviceToken: serviceTokens((service) => clientTokens({ state, issuer }, serviceClient(service))),
    log,
    ...(telemetry ? { losses: () => telemetry.losses() } : {}),
  });
  teardown.add(() => host.stop());
  await telemetry?.sendMetrics(() => host.metrics());
  const boot = secondsSince(0);
  const { natsUrl, databaseUrl } = infrastructure;
  portNote.write(state, { port: host.port });
  runningNote.write(state, { url: host.url, pid: process.pid, natsUrl, databaseUrl, issuer, boot });
  teardown.add(() => runningNote.remove(state));
  return { host, natsUrl, issuer, logPath, boot, token: clientTokens({ state, issuer }, IMPORT_CLIENT) };
}

/** What the host needs around it: servers, an issuer, accounts on all of them, and a log that tells none of their secrets. */
async function startSurroundings(
  options: PlatformOptions,
  { plugins }: QuyuConfig,
  progress: Progress,
  teardown: Teardown,
): Promise<Surroundings> {
  const { state } = options;
  const folders = { state, cache: cacheFolder(options.config) };
  const specs = plugins.map(({ spec }) => spec);
  const accounts = openNatsAccounts(state, process.env['QUYU_BUS_ROOT'] ?? 'quyu', specs);
  const services = specs.map(({ id }) => id);
  const starting = [
    startInfrastructure(folders, accounts, progress, teardown),
    startLocalIssuer(state, services, openLog(state, progress.note, []).log, teardown),
  ] as const;
  // Both are waited for even when one fails, so that neither is left behind.
  await Promise.allSettled(starting);
  const [infrastructure, issuer] = await Promise.all(starting);
  const settings = readSettings({
    ...environmentOf(infrastructure, options, issuer, accounts),
    QUYU_DATABASE_USERS: JSON.stringify(openDatabaseLogins(state, specs)),
  });
  const { clientSecrets = {}, password } = issuerSecrets.read(state) ?? {};
  const ofIssuer = [...Object.values(clientSecrets), ...(password === undefined ? [] : [password])];
  const secrets = [...secretTextsOf(settings, plugins, process.env), ...ofIssuer];
  const { log, path: logPath } = openLog(state, progress.note, secrets);
  return { infrastructure, issuer, settings, log, logPath };
}

interface Surroundings {
  readonly infrastructure: Infrastructure;
  readonly issuer: string;
  readonly settings: HostSettings;
  readonly log: Logger;
  readonly logPath: string;
}

/** What `quyu up` settles itself; anything else can be set from outside as for `quyu serve`. */
function environmentOf(
  { databaseUrl, natsUrl }: Infrastructure,
  { host }: PlatformOptions,
  issuer: string,
  { passwords }: NatsAccounts,
): Readonly<Record<string, string | undefined>> {
  return {
    // On one machine nobody else could take what is turned away: whoever waits is the one who keeps it busy.
    QUYU_MAX_EVENT_LOOP_DELAY_MS: '0',
    ...process.env,
    QUYU_DATABASE_URL: databaseUrl,
    QUYU_DATABASE_URL_FILE: undefined,
    QUYU_NATS_URL: natsUrl,
    QUYU_NATS_URL_FILE: undefined,
    QUYU_NATS_USERS: JSON.stringify(passwords),
    QUYU_NATS_USERS_FILE: undefined,
    QUYU_AUTH_ISSUER: issuer,
    QUYU_AUTH_AUDIENCE: undefined,
    QUYU_AUTH_JWKS: undefined,
    QUYU_AUTH_JWKS_URL: undefined,
    ...(host === undefined ? {} : { QUYU_HTTP_HOST: host }),
  };
}

/** The port asked for, else that of the last run, else any that is free. */
async function choosePort({ state, port }: PlatformOptions): Promise<number> {
  const wanted = port ?? portNote.read(state)?.port;
  const free = await freePort(wanted);
  if (port === undefined || port === 0 || free === port) return free;
  throw new CliError(
    `Port ${port} is taken by another program.`,
    'Choose another with --port, or leave it out to get a free one.',
  );
}
