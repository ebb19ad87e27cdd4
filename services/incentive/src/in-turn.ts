import type { BatchHandler } from '@quyu/plugin-kit';

/** Lets several rooms hear of the same events, one after the other in the one transaction. */
export function inTurn<Event, T>(...handlers: readonly BatchHandler<Event, T>[]): BatchHandler<Event, T> {
  return {
    async batch(events, tx) {
      for (const handler of handlers) await handler.batch(events, tx);
    },
  };
}
