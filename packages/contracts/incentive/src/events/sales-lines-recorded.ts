import { defineEvent, erase, type EventContract, type TypeOf, z } from '@quyu/contract-kit';
import { saleLineFields } from '../sales-lines.js';

/** Lines of one event: with them it stays well below the megabyte that a broker takes. */
const MOST_LINES = 2000;

/** A batch of sales lines of a system. */
export const recordedLinesSchema = erase(
  z.object({
    batchId: z.uuid(),
    /** The system the lines come from: they are unique by source and line id, whoever tells of them. */
    source: z.string().min(1).max(64),
    lines: z.array(z.object(saleLineFields)).min(1).max(MOST_LINES),
  }),
);
export type RecordedLines = TypeOf<typeof recordedLinesSchema>;

/** The contract of the sales lines that a service tells the incentive service of. */
export type SalesLinesRecorded = EventContract<`${string}.sales-lines-recorded.v1`, RecordedLines>;

/**
 * The contract by which a service of a deployment, such as a bridge to its ERP, tells of sales. It is made for the service that publishes
 * it, so that a deployment may have several; list its id in `incentiveHearing([...])` of `@quyu/incentive/hearing`. At most 2,000 lines an event.
 *
 * @example
 * const salesLinesRecorded = salesLinesRecordedOf('erp'); // erp.sales-lines-recorded.v1
 * tx.publish(salesLinesRecorded, { batchId: ctx.newId(), source: 'sap', lines });
 */
export function salesLinesRecordedOf<const Service extends string>(
  service: Service,
): EventContract<`${Service}.sales-lines-recorded.v1`, RecordedLines> {
  return defineEvent({
    type: `${service}.sales-lines-recorded.v1`,
    aggregate: 'sales-batch',
    key: 'batchId',
    summary: 'Sales lines were recorded in a system outside; the same lines may be told again.',
    schema: recordedLinesSchema,
    examples: [
      {
        batchId: '0198c0de-0000-7000-8000-00000000d001',
        source: 'sap',
        lines: [
          {
            lineId: '4500017-10',
            order: '4500017',
            date: '2027-01-15',
            product: 'BK-R93R-62',
            partner: 'JXS-0571-003',
            salesperson: 'HZ-017',
            quantity: 12,
            amount: { amount: '3600000', currency: 'CNY' },
          },
        ],
      },
    ],
  });
}
