import type { SalesLinesRecorded } from '@quyu/incentive-contracts';
import type { EventHandlers } from '@quyu/plugin-kit';
import type { Context, Tx } from '../context.js';
import { filesOf } from './recorded-lines.js';
import { takeUpload, uploadOfLines } from './upload-store.js';

/** Lines that services of the deployment tell of go the way that files go; those that cannot be taken are kept with their reasons. */
export function salesHandlers(
  ctx: Context,
  events: readonly SalesLinesRecorded[],
): EventHandlers<SalesLinesRecorded, Tx> {
  const handler: EventHandlers<SalesLinesRecorded, Tx>[SalesLinesRecorded['type']] = {
    async batch(recorded, tx) {
      for (const { source, file, lines } of filesOf(recorded.map(({ data }) => data)))
        await takeUpload(tx, uploadOfLines(ctx, source, file, lines));
    },
  };
  return Object.fromEntries(events.map(({ type }) => [type, handler]));
}
