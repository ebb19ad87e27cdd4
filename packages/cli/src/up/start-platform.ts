import { freePort, lockState } from '@quyu/embedded';
import { type Host, readSettings, startHost } from '@quyu/host';
import { CliError } from '../cli-error.js';
import { loadConfig } from '../deployment/load-config.js';
import {
  AUDIENCE,
  LOCAL_ISSUER,
  openLocalIssuer,
  tokensFor,
  tokensForServices,
} from '../deployment/local-issuer.js';
import { cacheFolder, portNote, runningNote } from '../deployment/state-files.js';
import { secondsSince } from '../terminal/seconds.js';
import type { Progress } from '../terminal/progress.js';
import { type NatsAccounts, openNatsAccounts } from './nats-accounts.js';
import { openLog } from './open-log.js';
import { type Infrastructure, startInfrastructure } from './start-infrastructure.js';
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
  readonly logPath: string;
  /** Seconds from the start of the process until it was ready. */
  readonly boot: number;
  /** A token that may do everything. */
  readonly token: () => Promise<string>;
}

/** Starts everything in one process: infrastructure, then every plugin of the deployment. */
export async function startPlatform(
  options: PlatformOptions,
  progress: Progress,
  teardown: Teardown,
): Promise<RunningPlatform> {
  const { state } = options;
  const lock = await lockState(state);
  teardown.add(() => lock.release());
  const port = await choosePort(options);
  const config = await loadConfig(options.config);
  const folders = { state, cache: cacheFolder(options.config) };
  const root = process.env['QUYU_BUS_ROOT'] ?? 'quyu';
  const accounts = openNatsAccounts(
    state,
    root,
    config.plugins.map(({ spec }) => spec),
  );
  const infrastructure = await startInfrastructure(folders, accounts, progress, teardown);
  const issuer = await openLocalIssuer(state);
  const { log, path: logPath } = openLog(state, progress.note);
  const host = await startHost({
    config,
    settings: readSettings(environmentOf(infrastructure, options, JSON.stringify(issuer.jwks), accounts)),
    port,
    migrate: true,
    provision: true,
    serviceToken: tokensForServices(issuer),
    log,
  });
  teardown.add(() => host.stop());
  const boot = secondsSince(0);
  const { natsUrl, databaseUrl } = infrastructure;
  portNote.write(state, { port: host.port });
  runningNote.write(state, { url: host.url, pid: process.pid, natsUrl, databaseUrl, boot });
  teardown.add(() => runningNote.remove(state));
  return { host, natsUrl, logPath, boot, token: tokensFor(issuer, 'cli') };
}

/** What `quyu up` settles itself; anything else can be set from outside as for `quyu serve`. */
function environmentOf(
  { databaseUrl, natsUrl }: Infrastructure,
  { host }: PlatformOptions,
  jwks: string,
  { passwords }: NatsAccounts,
): Readonly<Record<string, string | undefined>> {
  return {
    ...process.env,
    QUYU_DATABASE_URL: databaseUrl,
    QUYU_NATS_URL: natsUrl,
    QUYU_NATS_USERS: JSON.stringify(passwords),
    QUYU_NATS_USERS_FILE: undefined,
    QUYU_AUTH_ISSUER: LOCAL_ISSUER,
    QUYU_AUTH_AUDIENCE: AUDIENCE,
    QUYU_AUTH_JWKS: jwks,
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
