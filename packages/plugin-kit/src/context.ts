import type {
  Api,
  BulkLine,
  Client,
  EventContract,
  EventEnvelope,
  EventType,
  Permission,
  Route,
} from '@quyu/contract-kit';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Scope } from './access.js';
import type { Extensions } from './extension-point.js';
import type { JobContract, Jobs } from './job.js';

/**
 * Rows on their way into a table by Postgres `COPY`: as the bytes of a CSV file without a header line, or in Postgres's binary
 * format, from its signature to its trailer, which is read more quickly.
 */
export type CopySource = {
  readonly table: string;
  readonly columns: readonly string[];
  /**
   * Is given back, where it can be, what the source has handed out and nobody reads any more, to be written over: a source of
   * hundreds of megabytes otherwise has the engine look for garbage all the time.
   */
  readonly release?: ((rows: Uint8Array) => void) | undefined;
} & ({ readonly csv: AsyncIterable<Uint8Array> } | { readonly binary: AsyncIterable<Uint8Array> });

/**
 * One database transaction. What is published or enqueued through it happens if and only if it commits.
 *
 * `P` lists the event contracts the plugin publishes, `J` its jobs. That `DB` is `in out` is said, here and in
 * {@link PluginContext}, because finding it out makes the compiler compare all of Kysely: 56,000 instantiations.
 */
export interface Tx<
  in out DB = unknown,
  P extends readonly EventContract[] = readonly EventContract[],
  J extends Jobs = Jobs,
> {
  /** Queries run in the order in which they are asked for; those that are asked for at once, as by `Promise.all`, in one round trip. */
  readonly db: Kysely<DB>;
  /**
   * Publishes an event of the aggregate named by the contract's key. Events of one aggregate are delivered in the
   * order of their transactions, and of these calls within one.
   */
  publish<E extends P[number]>(
    event: E,
    data: E extends EventContract<EventType, infer Data> ? Data : never,
  ): void;
  /**
   * Writes into the outbox what was published so far, still within the transaction: for one that publishes more than is to be kept in
   * memory until the commit. The aggregates stay locked until then, so transactions that may publish for the same ones call it with
   * their aggregates in one order, or hold a lock of their own.
   *
   * @example for await (const batch of accounts) { for (const each of batch) tx.publish(moved, each); await tx.storeEvents(); }
   */
  storeEvents(): Promise<void>;
  /** Queues long work that starts after the commit; the id is good for `GET /jobs/{jobId}`. */
  enqueue<K extends keyof J & string>(
    job: K,
    input: J[K] extends JobContract<infer Input> ? Input : never,
  ): string;
  /** Streams rows into a table. @returns how many rows went in. */
  copyFrom(source: CopySource): Promise<number>;
}

/** What the host gives a plugin when it sets it up. */
export interface PluginContext<
  Config = unknown,
  in out DB = unknown,
  P extends readonly EventContract[] = readonly EventContract[],
  J extends Jobs = Jobs,
  Calls extends Readonly<Record<string, Api>> = Readonly<Record<string, Api>>,
> {
  readonly config: Config;
  /** For reads outside a transaction. Writes that publish go through {@link PluginContext.transaction}. */
  readonly db: Kysely<DB>;
  transaction<T>(work: (tx: Tx<DB, P, J>) => Promise<T>): Promise<T>;
  /** Typed clients of the APIs in `calls`, acting as `caller`, or as this service when none is given. */
  clients(caller?: Caller): { readonly [Name in keyof Calls]: Client<Calls[Name]> };
  readonly extensions: Extensions;
  readonly log: Logger;
  now(): Date;
  /** A fresh UUIDv7: ids rise with time. */
  newId(): string;
}

/** Who makes a request. */
export interface Caller {
  readonly subject: string;
  readonly permissions: readonly string[];
  /** The bearer token, to act on behalf of the caller. */
  readonly token: string;
}

/** A request as a handler sees it: parsed, authorised, and nothing unknown in it. */
export interface RouteRequest<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  /** Where the caller has the route's permission. The database shows and takes nothing outside it: a handler need not look. */
  readonly scope: Scope;
  /** Whether the caller has another permission, everywhere or within some scope: for routes that show more to those who may more. */
  may(permission: Permission): boolean;
  /** The version the caller read, from `If-Match`. Present on routes that ask for it. */
  readonly ifMatch: number | undefined;
}

type Stream<K extends 'bulk' | 'upload' | 'pipe', Body> = K extends 'upload'
  ? AsyncIterable<Uint8Array>
  : [Body] extends [undefined]
    ? AsyncIterable<Uint8Array>
    : AsyncIterable<BulkLine<Body>>;

/** The handler a route needs; a `write` runs inside a transaction that the host commits before it answers. */
export type RouteHandler<R, T> =
  R extends Route<infer K, infer Params, infer Query, infer Body, infer Answer>
    ? K extends 'write'
      ? (request: RouteRequest<Params, Query, Body>, tx: T) => Promise<Voidable<Answer>>
      : K extends 'bulk' | 'upload'
        ? (request: RouteRequest<Params, Query, Stream<K, Body>>) => Promise<Answer>
        : K extends 'rows'
          ? (request: RouteRequest<Params, Query, undefined>) => AsyncIterable<Answer>
          : K extends 'pipe'
            ? (request: RouteRequest<Params, Query, Stream<K, Body>>) => AsyncIterable<Answer>
            : (request: RouteRequest<Params, Query, K extends 'act' ? Body : undefined>) => Promise<Answer>
    : never;

type Voidable<Answer> = Answer extends undefined ? void : Answer;

/** Handles events one by one, inside a transaction that also records that they were handled. */
export type EventHandler<E, T> =
  E extends EventContract<infer Type, infer Data>
    ? | ((event: EventEnvelope<Data, Type>, tx: T) => Promise<void>)
      | BatchHandler<EventEnvelope<Data, Type>, T>
    : never;

/** Handles a run of events of one type at once: for set-based SQL. They come in order. */
export interface BatchHandler<Event, T> {
  readonly batch: (events: readonly Event[], tx: T) => Promise<void>;
}
