import type {
  Api,
  Client,
  DataOf,
  EventContract,
  EventEnvelope,
  JobStatus,
  Routes,
} from '@quyu/contract-kit';
import type { Env, Host, HostSettings } from '@quyu/host';
import type { Grant, Module, Plugin, Roles } from '@quyu/plugin-kit';
import type { QueryResult, QueryResultRow } from 'pg';

/** What {@link startTestHost} takes. */
export interface TestHostOptions {
  readonly plugins: readonly Plugin[];
  readonly modules?: readonly Module[];
  /** What grants refer to. Default: no roles. */
  readonly roles?: Roles;
  /** Ids of the plugins to run. Default: all. */
  readonly only?: readonly string[];
  /** Configuration of the plugins, e.g. `{ PARTNER_MAX_UPLOADS: '3' }`. Nothing else is read from the environment. */
  readonly env?: Env;
  readonly now?: () => Date;
  /** Settings of the host that differ from a test's usual ones. */
  readonly settings?: Partial<HostSettings>;
  /** How loud the log is. Default: `QUYU_TEST_LOG`, else errors only. */
  readonly logLevel?: HostSettings['logLevel'];
}

/** Who makes a call in a test. */
export interface Identity {
  /** Default: `test`. */
  readonly subject?: string;
  /** Default: everything, unless there are grants. */
  readonly permissions?: readonly string[];
  readonly grants?: readonly Grant[];
}

/** SQL on a service's schema, as its owner: for assertions. */
export interface TestDatabase {
  query<Row extends QueryResultRow = QueryResultRow>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>;
}

/** A host under test, with everything around it its own: database, streams, keys. */
export interface TestHost {
  readonly host: Host;
  readonly url: string;
  readonly settings: HostSettings;
  /** A typed client of a service. */
  client<Service extends string, R extends Routes>(
    api: Api<Service, R>,
    identity?: Identity,
  ): Client<Api<Service, R>>;
  /** A bearer token. */
  token(identity?: Identity): Promise<string>;
  /**
   * Waits until nothing is under way: every outbox is empty and every event handled.
   *
   * @throws Error that shows each service's state, when that takes longer than `timeoutMs` (20,000).
   */
  settle(timeoutMs?: number): Promise<void>;
  /** Waits until a job has succeeded or failed. @throws Error after `timeoutMs` (20,000). */
  finishJob(service: string, jobId: string, timeoutMs?: number): Promise<JobStatus>;
  /** Publishes an event as if by a service that does not run in this host. */
  publish<E extends EventContract>(event: E, ...data: readonly DataOf<E>[]): Promise<void>;
  /** What was published of an event so far, in order, as a subscriber outside hears it. {@link settle} first. */
  published<E extends EventContract>(event: E): Promise<readonly EventEnvelope<DataOf<E>, E['type']>[]>;
  db(service: string): TestDatabase;
  /** Stops the host, and starts another over the same database and streams, at another address: clients are to be made anew. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}
