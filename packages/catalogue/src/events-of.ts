import type { EventContract } from '@quyu/contract-kit';
import type { PluginSpec } from '@quyu/plugin-kit';

/** An event with the services that consume it. */
export interface EventEntry {
  readonly event: EventContract;
  /** Ids of the consuming services, sorted. */
  readonly consumers: readonly string[];
}

/** Every event that any of the services publishes or consumes, sorted by type. */
export function eventsOf(specs: readonly PluginSpec[]): readonly EventEntry[] {
  const events = new Map<string, EventContract>();
  for (const event of specs.flatMap((spec) => [...spec.publishes, ...spec.consumes]))
    events.set(event.type, event);
  return [...events.values()]
    .toSorted((a, b) => (a.type < b.type ? -1 : 1))
    .map((event) => ({
      event,
      consumers: specs
        .filter((spec) => spec.consumes.some(({ type }) => type === event.type))
        .map(({ id }) => id)
        .toSorted(),
    }));
}
