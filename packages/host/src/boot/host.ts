import type { QuyuConfig } from '@quyu/plugin-kit';
import type { Logger } from 'pino';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import type { Readiness } from '../http/health.js';
import type { Losses } from '../telemetry/losses.js';
import type { Env } from './secret-files.js';
import type { HostSettings } from './settings.js';

/** What {@link startHost} takes. */
export interface HostOptions {
  readonly config: QuyuConfig;
  readonly settings: HostSettings;
  /** Ids of the plugins to run. Default: all. */
  readonly only?: readonly string[];
  /** Where plugins' configurations are read from. Default: the process's environment. */
  readonly env?: Env;
  /** Port to listen on, instead of the settings'. 0 takes a free one. */
  readonly port?: number;
  /** Applies missing migrations instead of refusing to start. */
  readonly migrate?: boolean;
  /** Makes streams and consumers that are missing instead of refusing to start. */
  readonly provision?: boolean;
  /** A bearer token for a service's own calls, when it acts for nobody. */
  readonly serviceToken?: (service: string) => string | Promise<string>;
  readonly now?: () => Date;
  /** Gives fresh UUIDv7s. */
  readonly newId?: () => string;
  readonly log?: Logger;
  /** What a sender of telemetry has lost so far, to be shown at `/metrics`. Default: nothing. */
  readonly losses?: Losses;
}

/** A running host. */
export interface Host {
  /** Where it is reached from this machine, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly port: number;
  /** Ids of the plugins that run. */
  readonly plugins: readonly string[];
  /** Whether requests can be served now, and what says so. */
  ready(): Promise<Readiness>;
  /** All metrics as they are now, as prom-client tells them: the same as at `/metrics`. */
  metrics(): Promise<readonly MetricObjectWithValues<MetricValue<string>>[]>;
  /**
   * Stops everything in order within the deadline of the settings. Calling it again waits for the same stop.
   *
   * @returns the names of the parts that did not stop cleanly; normally none.
   */
  stop(): Promise<readonly string[]>;
}
