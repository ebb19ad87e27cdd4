import type { EventEnvelope } from '@quyu/contract-kit';
import type { AnyRuntime, Tx } from '@quyu/plugin-kit';
import type { Kysely } from 'kysely';

/** The table in which the ledger notes what it handled. */
export interface LedgerDb {
  readonly effect: {
    event_id: string;
    type: string;
    till_id: string;
    version: number;
    amount: number | null;
  };
}

/** What a test's handler does with one event, besides noting it. */
export type OnEvent = (event: EventEnvelope, tx: Tx) => Promise<void> | void;

/** Handlers that note each event as an effect, in the transaction in which it is handled. */
export function notingHandlers(onEvent: OnEvent = () => undefined): AnyRuntime['handlers'] {
  const handle = async (event: EventEnvelope, tx: Tx): Promise<void> => {
    await noteEffects([event], tx);
    await onEvent(event, tx);
  };
  return { 'shop.sold.v1': handle, 'shop.closed.v1': handle };
}

/** Writes one effect for each event. */
export async function noteEffects(events: readonly EventEnvelope[], tx: Tx): Promise<void> {
  const db = tx.db as Kysely<LedgerDb>;
  const rows = events.map(({ id, type, aggregateId, aggregateVersion, data }) => ({
    event_id: id,
    type,
    till_id: aggregateId,
    version: aggregateVersion,
    amount: amountOf({ data }),
  }));
  await db.insertInto('effect').values(rows).execute();
}

/** The amount of a sale; other events have none. */
export function amountOf({ data }: Pick<EventEnvelope, 'data'>): number | null {
  return (data as { readonly amount?: number }).amount ?? null;
}
