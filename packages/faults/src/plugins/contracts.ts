import { type Api, defineApi, defineErrors, defineEvent, defineRoute, z } from '@quyu/contract-kit';

/** What a sale does to whoever handles it: nothing special, take long, fail every time, or kill the process. */
export const MODES = ['plain', 'slow', 'poison', 'deadly'] as const;
export type Mode = (typeof MODES)[number];

const saleSchema = z.object({
  tillId: z.string(),
  saleId: z.string(),
  /** Which event of the sale this is, from 0. */
  part: z.int(),
  mode: z.enum(MODES),
});

/** Something was sold at a till: one event for each till that a sale is about. */
export const sold = defineEvent({
  type: 'shop.sold.v1',
  aggregate: 'till',
  key: 'tillId',
  summary: 'Something was sold at a till.',
  schema: saleSchema,
  examples: [{ tillId: 't-1', saleId: 's-1', part: 0, mode: 'plain' }],
});

/** Published by the plugin that consumes, in the transaction in which it consumes. */
export const booked = defineEvent({
  type: 'ledger.booked.v1',
  aggregate: 'account',
  key: 'accountId',
  summary: 'A sale was booked.',
  schema: z.object({ accountId: z.string(), saleId: z.string(), part: z.int() }),
  examples: [{ accountId: 't-1', saleId: 's-1', part: 0 }],
});

export const shopErrors = defineErrors({
  SALE_REFUSED: { status: 409, title: { en: 'The sale was refused', zh: '交易被拒绝' } },
});

const summary = (en: string) => ({ en, zh: '测试' });

const sell = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/sales',
  permission: 'shop:write',
  summary: summary('Sell at tills'),
  problems: ['SALE_REFUSED'],
  body: z.strictObject({
    saleId: z.string(),
    tills: z.array(z.string()).min(1),
    mode: z.enum(MODES),
    /** Refuse after everything was published: none of it may be seen. */
    refuse: z.boolean(),
  }),
  answer: z.object({ saleId: z.string(), events: z.int() }),
});

export const shopApi: Api<'shop', { readonly sell: typeof sell }> = defineApi({
  service: 'shop',
  title: summary('Shop'),
  permissions: { 'shop:write': 'Sell.' },
  routes: { sell },
});

const countEffects = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/effects',
  permission: 'ledger:read',
  summary: summary('Count what was booked'),
  answer: z.object({ count: z.int() }),
});

export const ledgerApi: Api<'ledger', { readonly countEffects: typeof countEffects }> = defineApi({
  service: 'ledger',
  title: summary('Ledger'),
  permissions: { 'ledger:read': 'See what was booked.' },
  routes: { countEffects },
});
