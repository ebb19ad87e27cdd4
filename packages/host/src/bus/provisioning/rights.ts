import { streamName } from '@quyu/contract-kit';
import type { PluginSpec } from '@quyu/plugin-kit';
import { type Lane, lanesOf } from '../lanes/lanes.js';
import { hintSubject } from '../relay/relay-hints.js';
import { givenUpStream } from './stream-config.js';

/** What a user of the broker may do; everything that is not allowed is denied, and what is denied is denied even if allowed. */
export interface Rights {
  readonly user: string;
  readonly publish: { readonly allow: readonly string[]; readonly deny?: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[] };
}

/** The part of a plugin's spec that its rights follow from. */
export type BusSpec = Pick<PluginSpec, 'id' | 'publishes' | 'consumes'>;

/** Makes streams and consumers. */
export const PROVISIONER = 'provisioner';
/** Looks at events and takes nothing away from anybody. */
export const OBSERVER = 'observer';
/** Whoever gives no name to the broker of `quyu up`. */
export const GUEST = 'guest';

/** The replies to a user's requests: nobody else may listen to them. */
export function inboxPrefixOf(root: string, user: string): string {
  return `_INBOX_${root}_${user}`;
}

/**
 * The least that a service needs: its own events, the consumers of its own lanes, and to look into the streams it consumes.
 *
 * @example rightsOf('quyu', partner.spec).publish.allow // ['quyu.partner.>', 'quyu_wake.partner', ...]
 */
export function rightsOf(root: string, spec: BusSpec): Rights {
  const lanes = lanesOf(root, spec);
  const isPublishing = spec.publishes.length > 0;
  const own = streamName(root, spec.id);
  const read = new Set([...(isPublishing ? [own] : []), ...lanes.map(({ stream }) => stream)]);
  if (lanes.length > 0) read.add(givenUpStream(root));
  const wake = hintSubject(root, spec.id);
  return {
    user: spec.id,
    publish: {
      allow: [
        ...(isPublishing ? [`${root}.${spec.id}.>`, `$JS.API.STREAM.INFO.${own}`] : []),
        wake,
        ...[...read].flatMap(directReads),
        ...lanes.flatMap(laneRights),
      ],
    },
    subscribe: { allow: [`${inboxPrefixOf(root, spec.id)}.>`, wake] },
  };
}

function laneRights({ stream, durable }: Pick<Lane, 'stream' | 'durable'>): string[] {
  return [
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.>`,
  ];
}

function directReads(stream: string): string[] {
  return [`$JS.API.DIRECT.GET.${stream}`, `$JS.API.DIRECT.GET.${stream}.>`];
}

/** Streams and consumers of this root only, and no event. */
export function provisionerRights(root: string, specs: readonly BusSpec[]): Rights {
  const streams = [...streamsOf(root, specs), givenUpStream(root)];
  return {
    user: PROVISIONER,
    publish: {
      allow: [
        '$JS.API.INFO',
        ...streams.flatMap((stream) => [
          ...['INFO', 'CREATE', 'UPDATE', 'DELETE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`),
          ...['INFO', 'DELETE', 'DURABLE.CREATE'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.*`),
          `$JS.API.CONSUMER.CREATE.${stream}.>`,
          `$JS.API.CONSUMER.LIST.${stream}`,
        ]),
      ],
    },
    subscribe: { allow: [`${inboxPrefixOf(root, PROVISIONER)}.>`] },
  };
}

/** Hears every event, and looks into the past with consumers that the broker forgets; the services' own are out of reach. */
export function observerRights(root: string, specs: readonly BusSpec[]): Rights {
  const durables = durablesOf(root, specs);
  return {
    user: OBSERVER,
    publish: {
      allow: streamsOf(root, specs).flatMap(lookRights),
      deny: durables.flatMap((durable) => [...creations(durable), `$JS.API.CONSUMER.MSG.NEXT.*.${durable}`]),
    },
    subscribe: { allow: [`${root}.>`, `${inboxPrefixOf(root, OBSERVER)}.>`] },
  };
}

/**
 * Whoever connects to a broker on this machine without a name: hears every event and may have consumers, but publishes
 * none and does not reach the services' consumers.
 */
export function guestRights(root: string, specs: readonly BusSpec[]): Rights {
  const streams = streamsOf(root, specs);
  return {
    user: GUEST,
    publish: {
      allow: ['$JS.API.INFO', '$JS.API.STREAM.NAMES', '$JS.API.STREAM.LIST', ...streams.flatMap(guestOf)],
      deny: durablesOf(root, specs).flatMap((durable) => [
        ...creations(durable),
        ...['DURABLE.CREATE', 'DELETE', 'MSG.NEXT'].map((verb) => `$JS.API.CONSUMER.${verb}.*.${durable}`),
        `$JS.ACK.*.${durable}.>`,
      ]),
    },
    subscribe: { allow: [`${root}.>`, '_INBOX.>'] },
  };
}

/** What looking takes: the newest and the past, and consumers for it. */
function lookRights(stream: string): string[] {
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    ...directReads(stream),
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.INFO.${stream}.*`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.*`,
  ];
}

function guestOf(stream: string): string[] {
  return [
    ...lookRights(stream),
    ...['NAMES', 'LIST'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}`),
    ...['DURABLE.CREATE', 'DELETE'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.*`),
    `$JS.ACK.${stream}.*.>`,
  ];
}

/** Subjects may not hold wildcards within a token, so that each name is denied by itself. */
function creations(durable: string): string[] {
  return [`$JS.API.CONSUMER.CREATE.*.${durable}`, `$JS.API.CONSUMER.CREATE.*.${durable}.>`];
}

function streamsOf(root: string, specs: readonly BusSpec[]): string[] {
  return specs.filter(({ publishes }) => publishes.length > 0).map(({ id }) => streamName(root, id));
}

function durablesOf(root: string, specs: readonly BusSpec[]): string[] {
  return [...new Set(specs.flatMap((spec) => lanesOf(root, spec).map(({ durable }) => durable)))];
}

/** Who else hears a service's events, by a durable of its own; an operator makes its consumers. */
export interface Subscriber {
  readonly user: string;
  readonly durable: string;
  /** The services whose events it hears. */
  readonly services: readonly string[];
}

/** The least that a subscriber outside needs to work on consumers which exist. */
export function subscriberRights(root: string, { user, durable, services }: Subscriber): Rights {
  const lanes = services.map((service) => ({ stream: streamName(root, service), durable }));
  return {
    user,
    publish: { allow: lanes.flatMap(laneRights) },
    subscribe: { allow: [`${inboxPrefixOf(root, user)}.>`] },
  };
}

/** The users of a deployment: each service, the provisioner and the observer. */
export function deploymentRights(root: string, specs: readonly BusSpec[]): Rights[] {
  return [
    ...specs.map((spec) => rightsOf(root, spec)),
    provisionerRights(root, specs),
    observerRights(root, specs),
  ];
}
