import type { Api, Erased, EventContract, z } from '@quyu/contract-kit';
import type { PluginContext, Tx } from './context.js';
import type { Db } from './db.js';
import type { ExtensionPoint } from './extension-point.js';
import { type Figures, faultOfFigures } from './figures.js';
import type { EventHandlers, JobHandlers, RouteHandlers } from './handlers.js';
import type { Jobs } from './job.js';

/** All that is known of a plugin without starting it. The catalogue, migrations and manifests are made from this. */
export interface PluginSpec {
  /** kebab-case; also the name of its Postgres schema, stream and API. */
  readonly id: string;
  /** Semver range of the kit it was written for; checked at boot. */
  readonly kit: string;
  readonly summary: { readonly en: string; readonly zh: string };
  /** Read from `<ID>_*` environment variables: `maxUploads` from `PARTNER_MAX_UPLOADS`. */
  readonly config: z.ZodObject;
  readonly db?: Db<unknown>;
  readonly api?: Api;
  readonly publishes: readonly EventContract[];
  readonly consumes: readonly EventContract[];
  readonly calls: Readonly<Record<string, Api>>;
  readonly extensionPoints: readonly ExtensionPoint<unknown>[];
  readonly jobs: Jobs;
  /** Figures of the business to show beside the metrics, by name. */
  readonly figures: Figures<Erased>;
}

/** What setup returns: a handler for every route, consumed event and job; a missing one does not compile. */
export interface Runtime<A extends Api | undefined, C extends readonly EventContract[], J extends Jobs, T> {
  readonly routes: A extends Api ? RouteHandlers<A, T> : {};
  readonly handlers: EventHandlers<C[number], T>;
  readonly jobs: JobHandlers<J>;
  /** Rejects while the plugin cannot serve, besides what the host checks itself. */
  readonly ready?: () => Promise<void>;
  readonly close?: () => Promise<void>;
}

/** The spec as it is written: only `id`, `kit`, `summary` and `config` are needed. */
export interface SpecInput<
  Id extends string,
  Config extends z.ZodObject,
  DB,
  A extends Api<NoInfer<Id>> | undefined,
  P extends readonly EventContract<`${NoInfer<Id>}.${string}.v${number}`>[],
  C extends readonly EventContract[],
  Calls extends Readonly<Record<string, Api>>,
  J extends Jobs,
> {
  readonly id: Id;
  readonly kit: string;
  readonly summary: { readonly en: string; readonly zh: string };
  readonly config: Config;
  readonly db?: Db<DB>;
  readonly api?: A;
  readonly publishes?: P;
  readonly consumes?: C;
  readonly calls?: Calls;
  readonly extensionPoints?: readonly ExtensionPoint<Erased>[];
  readonly jobs?: J;
  readonly figures?: Figures<NoInfer<DB>>;
}

/** Everything a handler can do, by name; the types are gone so that a host can hold any plugin. */
export type AnyRuntime = Runtime<Erased, Erased, Erased, Erased>;

/** A plugin as the host and the catalogue see it: its types are erased. */
export interface Plugin {
  readonly kind: 'plugin';
  readonly spec: PluginSpec;
  readonly setup: (
    context: PluginContext<Erased, Erased, Erased, Erased, Erased>,
  ) => AnyRuntime | Promise<AnyRuntime>;
}

/**
 * Declares a plugin: a spec of plain data and one function that sets it up.
 *
 * @throws TypeError when the spec contradicts itself (see {@link assertSpec}).
 * @example
 * export const partner: Plugin = definePlugin(
 *   { id: 'partner', kit: '^1.0.0', summary, config, db, api: partnerApi, publishes: [partnerActivated] },
 *   (ctx) => ({ routes: partnerRoutes(ctx), handlers: {}, jobs: {} }),
 * );
 */
export function definePlugin<
  const Id extends string,
  Config extends z.ZodObject,
  DB = unknown,
  A extends Api<NoInfer<Id>> | undefined = undefined,
  const P extends readonly EventContract<`${NoInfer<Id>}.${string}.v${number}`, Erased>[] = readonly [],
  const C extends readonly EventContract<Erased, Erased>[] = readonly [],
  Calls extends Readonly<Record<string, Api<Erased, Erased>>> = {},
  J extends Jobs = {},
>(
  spec: SpecInput<Id, Config, DB, A, P, C, Calls, J>,
  setup: (
    context: PluginContext<z.output<Config>, DB, P, J, Calls>,
  ) => Runtime<A, C, J, Tx<DB, P, J>> | Promise<Runtime<A, C, J, Tx<DB, P, J>>>,
): Plugin {
  const whole: PluginSpec = {
    publishes: [],
    consumes: [],
    calls: {},
    extensionPoints: [],
    jobs: {},
    figures: {},
    ...spec,
  } as PluginSpec;
  assertSpec(whole);
  return Object.freeze({ kind: 'plugin', spec: whole, setup: setup as Plugin['setup'] });
}

/** A stream and users of the broker that are the platform's own. */
const RESERVED = ['advisories', 'provisioner', 'observer', 'guest'];

/**
 * Checks what the types cannot: the id's form, and that nothing is declared twice or for another service.
 *
 * @throws TypeError naming the plugin and the fault.
 */
export function assertSpec(spec: PluginSpec): void {
  const fail = (fault: string): never => {
    throw new TypeError(`plugin "${spec.id}": ${fault}`);
  };
  const idFault = faultOfId(spec.id);
  if (idFault) fail(idFault);
  if (spec.api && spec.api.service !== spec.id) fail(`it serves the API of "${spec.api.service}"`);
  const foreign = spec.publishes.find((event) => event.service !== spec.id);
  if (foreign) fail(`it publishes ${foreign.type}, which belongs to "${foreign.service}"`);
  for (const list of [spec.publishes, spec.consumes]) {
    const types = list.map((event) => event.type);
    const twice = types.find((type, index) => types.indexOf(type) !== index);
    if (twice) fail(`${twice} is listed twice`);
  }
  const strayPoint = spec.extensionPoints.find((point) => !point.id.startsWith(`${spec.id}.`));
  if (strayPoint) fail(`the extension point ${strayPoint.id} belongs to another plugin`);
  const figureFault = faultOfFigures(spec.figures);
  if (figureFault) fail(figureFault);
  if (!spec.db && needsDatabase(spec)) fail('events, jobs and figures need a database: declare db');
}

function needsDatabase({ publishes, consumes, jobs, figures }: PluginSpec): boolean {
  return [publishes, consumes, Object.keys(jobs), Object.keys(figures)].some(({ length }) => length > 0);
}

function faultOfId(id: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return 'the id is not kebab-case';
  return RESERVED.includes(id)
    ? 'the platform has something of its own by this name: take another'
    : undefined;
}
