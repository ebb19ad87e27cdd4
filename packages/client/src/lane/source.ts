import { type EventContract, streamName, subjectFilter } from '@quyu/contract-kit';

/** The events of one service that a subscription hears: one stream, one durable consumer, one order. */
export interface Source {
  readonly service: string;
  readonly stream: string;
  readonly durable: string;
  readonly filterSubject: string;
  /** By event type. */
  readonly contracts: ReadonlyMap<string, EventContract>;
  readonly root: string;
}

/**
 * The sources of a subscription, one for each service whose events it hears.
 *
 * @throws TypeError when nothing is subscribed to, or the durable's name is not one.
 */
export function sourcesOf(
  contracts: readonly EventContract[],
  durable: string,
  root: string,
): readonly Source[] {
  if (contracts.length === 0) throw new TypeError('there is no contract to subscribe to');
  if (!/^[\w-]{1,64}$/.test(durable)) {
    throw new TypeError(`the durable "${durable}" is not a name of letters, digits, "-" and "_"`);
  }
  return [...Map.groupBy(contracts, ({ service }) => service)].map(([service, events]) => ({
    service,
    stream: streamName(root, service),
    durable,
    filterSubject: filterOf(root, service, events),
    contracts: new Map(events.map((event) => [event.type, event])),
    root,
  }));
}

/**
 * Servers before 2.11.6 are slow with a list of filters (nats-server issue 7014), so several events of a service make a
 * subscription that is given all of them, and passes over what it did not ask for.
 */
function filterOf(root: string, service: string, events: readonly EventContract[]): string {
  const types = new Set(events.map(({ type }) => type));
  const [only] = types;
  return types.size === 1 && only ? subjectFilter(root, only) : `${root}.${service}.>`;
}

/** Tells from a subject whether its events were asked for. */
export function isAskedFor({ root, contracts }: Source, subject: string): boolean {
  return contracts.has(subject.slice(root.length + 1, subject.lastIndexOf('.')));
}
