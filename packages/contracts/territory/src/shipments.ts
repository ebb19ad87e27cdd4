import {
  bulkSummarySchema,
  dateSchema,
  defineRoute,
  erase,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { attributesSchema } from './attributes.js';

const code = z.string().min(1).max(64);

/** A line of sell-through: what a partner shipped where. `source` and `lineId` together name it for good. */
export const shipmentLineSchema = erase(
  z.strictObject({
    source: code,
    lineId: code,
    partnerCode: code,
    productLine: code,
    shipTo: attributesSchema,
    shippedOn: dateSchema,
    quantity: z.int().min(1).max(1_000_000_000),
    amount: moneySchema,
  }),
);
export type ShipmentLine = TypeOf<typeof shipmentLineSchema>;

/**
 * What the grants say of a shipment: `pending` until it is judged, `unplaced` when the active model gives its ship-to no
 * territory, so that nobody can say.
 */
export const verdictSchema = erase(z.enum(['pending', 'inside', 'outside', 'unplaced']));
export type Verdict = TypeOf<typeof verdictSchema>;

export const shipmentSchema = erase(
  z.object({
    shipmentId: z.uuid(),
    source: code,
    lineId: code,
    partnerCode: code,
    productLine: code,
    shipTo: z.record(z.string(), z.string()),
    shippedOn: dateSchema,
    quantity: z.int(),
    amount: moneySchema,
    verdict: verdictSchema,
    territoryCode: code.nullable(),
    ruleCode: code.nullable(),
    /** The grant that covers it, when it is inside. */
    grantCode: code.nullable(),
  }),
);
export type Shipment = TypeOf<typeof shipmentSchema>;

export const recordShipments = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/shipments/bulk',
  permission: 'territory:write',
  summary: { en: 'Record what partners shipped where', zh: '批量导入渠道出货流向' },
  body: shipmentLineSchema,
  answer: bulkSummarySchema,
});

export const listShipments = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/shipments',
  permission: 'territory:read',
  summary: { en: 'Shipments and what was said of them', zh: '出货流向及判定' },
  query: z.strictObject({
    ...pageFields,
    partnerCode: code.optional(),
    verdict: verdictSchema.optional(),
  }),
  answer: pageOf(shipmentSchema),
});
