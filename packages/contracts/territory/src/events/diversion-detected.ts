import { defineEvent, moneySchema, z } from '@quyu/contract-kit';

export const diversionDetected = defineEvent({
  type: 'territory.diversion-detected.v1',
  aggregate: 'diversion',
  key: 'diversionId',
  summary:
    'A shipment went outside the grants of its seller. Said again only when another model finds it in another territory or by another rule, or after it was withdrawn.',
  schema: z.object({
    diversionId: z.uuid(),
    /** The sale. */
    source: z.string(),
    lineId: z.string(),
    partnerCode: z.string(),
    productLine: z.string(),
    shippedOn: z.iso.date(),
    quantity: z.int(),
    amount: moneySchema,
    /** Where its ship-to is, and the rule of the model that says so. */
    modelCode: z.string(),
    territoryCode: z.string(),
    /** Territory codes from the top of the tree down to this one. */
    path: z.array(z.string()),
    ruleCode: z.string(),
    reason: z.enum(['no-grant', 'not-in-force', 'other-product-line', 'other-territory']),
    /** The seller's own grants that came nearest. */
    grantCodes: z.array(z.string()),
    /** Grants by which others sell there exclusively. */
    exclusiveGrantCodes: z.array(z.string()),
    /** Open cases of partner and product line within the window that ends with this shipment, as far as known by now. */
    repeats: z.int(),
    severity: z.enum(['notice', 'serious', 'grave']),
  }),
  examples: [
    {
      diversionId: '0198c0de-0000-7000-8000-0000000000f1',
      source: 'sell-through-2026-11',
      lineId: 'L-000123',
      partnerCode: 'JXS-0571-003',
      productLine: 'road-bikes',
      shippedOn: '2026-11-20',
      quantity: 12,
      amount: { amount: '3600000', currency: 'CNY' },
      modelCode: 'china-2026',
      territoryCode: '320500',
      path: ['cn', '320000', '320500'],
      ruleCode: '320500',
      reason: 'other-territory',
      grantCodes: ['G-2026-003'],
      exclusiveGrantCodes: ['G-2026-011'],
      repeats: 3,
      severity: 'serious',
    },
  ],
});
