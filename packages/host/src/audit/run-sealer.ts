import type { Logger } from 'pino';
import { leadWhilePossible } from '../bus/session-lock.js';
import { pause } from '../bus/wake-signal.js';
import { relayRoleOf, schemaOf } from '../database/names.js';
import { createSealer } from './seal-entries.js';
import { headText } from './unit-store.js';

/** Settings of {@link runSealer}. */
export interface SealerSettings {
  readonly service: string;
  /** Past any transaction pooler: who seals is decided by a lock of the session. */
  readonly directUrl: string;
  readonly log: Logger;
  readonly now: () => Date;
  readonly stop: AbortSignal;
}

const POLL_MS = 1_000;
/** How often the head is written to the log: whoever keeps the log elsewhere has an anchor that the database cannot change. */
const ANCHOR_MS = 600_000;

/** Seals a service's audit log until `stop`; of all replicas one does it at a time. */
export async function runSealer({ service, directUrl, log, now, stop }: SealerSettings): Promise<void> {
  const target = {
    databaseUrl: directUrl,
    service,
    role: relayRoleOf(service),
    applicationName: `quyu audit ${service}`,
  };
  const lead = { target, purpose: `quyu audit ${schemaOf(service)}`, stop, log };
  let anchoredAt = Number.NEGATIVE_INFINITY;
  await leadWhilePossible(lead, async (client, over) => {
    const sealer = createSealer(client, schemaOf(service), now);
    while (!over.aborted) {
      const { sealed, more, head } = await sealer.seal();
      if (sealed > 0 && performance.now() - anchoredAt >= ANCHOR_MS) {
        anchoredAt = performance.now();
        log.info({ audit: true, service, head: headText(head) }, 'the audit log is sealed');
      }
      if (!more) await pause(POLL_MS, over);
    }
  });
}
