import type { EventHandlers } from '@quyu/plugin-kit';
import type { modelActivated } from '@quyu/territory-contracts';
import type { Tx } from '../context.js';

/** What was placed by the model before is placed anew, after the activation and apart from it: it must not wait for this. */
export const placeHandlers: EventHandlers<typeof modelActivated, Tx> = {
  'territory.model-activated.v1': async (_event, tx) => {
    tx.enqueue('place-outlets', {});
    tx.enqueue('judge-shipments', { again: true });
  },
};
