/** Contracts of the plugins that the tests of the host run: every kind of route, events, a job. */
import {
  bulkSummarySchema,
  defineApi,
  defineErrors,
  defineEvent,
  defineRoute,
  jobAcceptedSchema,
  pageFields,
  pageOf,
  z,
} from '@quyu/contract-kit';

export interface Shop {
  readonly code: string;
  readonly name: string;
  readonly note: string | null;
  readonly version: number;
}

export interface ShopInput {
  readonly code: string;
  readonly name: string;
}

export const shopErrors = defineErrors({
  SHOP_NOT_FOUND: { status: 404, title: { en: 'Shop not found', zh: '找不到门店' } },
  SHOP_EXISTS: { status: 409, title: { en: 'The shop exists already', zh: '门店已存在' } },
});

export const shopOpened = defineEvent({
  type: 'shop.opened.v1',
  aggregate: 'shop',
  key: 'code',
  summary: 'A shop opened.',
  schema: z.object({ code: z.string(), name: z.string() }),
  examples: [{ code: 's-1', name: 'One' }],
});

/** Of a service that does not run in the tests. */
export const moneyPaid = defineEvent({
  type: 'bank.paid.v1',
  aggregate: 'account',
  key: 'accountId',
  summary: 'Money moved.',
  schema: z.object({ accountId: z.string(), amount: z.string() }),
  examples: [{ accountId: 'a-1', amount: '5' }],
});

const code = z.string().regex(/^[a-z0-9-]{1,20}$/);
const shop: z.ZodType<Shop> = z.object({
  code,
  name: z.string(),
  note: z.string().nullable(),
  version: z.int(),
});
const shopInput: z.ZodType<ShopInput> = z.strictObject({ code, name: z.string().min(1).max(100) });
const summary = { en: 'A summary', zh: '摘要' };
const params = z.strictObject({ code });
const reads = { method: 'GET', permission: 'shop:read', summary } as const;
const writes = { permission: 'shop:write', summary } as const;
const tally: z.ZodType<{ readonly bytes: number }> = z.object({ bytes: z.int() });
const spelling: z.ZodType<{ readonly line: number; readonly spelt: string | null }> = z.object({
  line: z.int(),
  spelt: z.string().nullable(),
});
const row: z.ZodType<{ readonly n: number; readonly text: string }> = z.object({
  n: z.int(),
  text: z.string(),
});

export const shopApi = defineApi({
  service: 'shop',
  title: { en: 'Shop', zh: '门店' },
  permissions: { 'shop:read': 'See shops.', 'shop:write': 'Change shops.' },
  routes: {
    listShops: defineRoute({
      ...reads, kind: 'read', path: '/shops',
      query: z.strictObject({ ...pageFields, open: z.boolean().optional(), tag: z.array(z.string()).optional() }),
      answer: pageOf(shop),
    }),
    getShop: defineRoute({ ...reads, kind: 'read', path: '/shops/:code', params, problems: ['SHOP_NOT_FOUND'], answer: shop }),
    openShop: defineRoute({
      ...writes, kind: 'write', method: 'POST', path: '/shops', status: 201, problems: ['SHOP_EXISTS'], body: shopInput, answer: shop,
    }),
    renameShop: defineRoute({
      ...writes, kind: 'write', method: 'PUT', path: '/shops/:code/name', params, ifMatch: true,
      body: z.strictObject({ name: z.string() }), answer: shop,
    }),
    closeShop: defineRoute({ ...writes, kind: 'write', method: 'DELETE', path: '/shops/:code', params }),
    addShops: defineRoute({ ...writes, kind: 'bulk', method: 'POST', path: '/shops/bulk', bodyLimit: 4_000_000, body: shopInput, answer: bulkSummarySchema }),
    uploadShops: defineRoute({ ...writes, kind: 'upload', method: 'POST', path: '/shops/upload', mediaType: 'text/csv', bodyLimit: 100_000, answer: tally }),
    countShops: defineRoute({ ...writes, kind: 'write', method: 'POST', path: '/counts', status: 202, answer: jobAcceptedSchema }),
    exportRows: defineRoute({
      ...reads, kind: 'rows', path: '/rows',
      query: z.strictObject({ count: z.int(), failAt: z.int().optional() }), answer: row,
    }),
    spellShops: defineRoute({ ...reads, kind: 'pipe', method: 'POST', path: '/shops/spelling', body: shopInput, answer: spelling }),
    measureBytes: defineRoute({ ...reads, kind: 'pipe', method: 'POST', path: '/shops/measure', mediaType: 'text/csv', answer: tally }),
    drift: defineRoute({ ...reads, kind: 'read', path: '/drift', answer: shop }),
    extra: defineRoute({ ...reads, kind: 'read', path: '/extra', answer: shop }),
    crash: defineRoute({ ...reads, kind: 'read', path: '/crash', answer: shop }),
    sleep: defineRoute({ ...reads, kind: 'read', path: '/sleep', query: z.strictObject({ ms: z.int() }), answer: z.object({ ms: z.int() }) }),
  },
}); // prettier-ignore

export const tillApi = defineApi({
  service: 'till',
  title: { en: 'Till', zh: '收银' },
  permissions: { 'till:read': 'See tills.', 'till:write': 'Change tills.' },
  routes: {
    askShop: defineRoute({
      kind: 'read', method: 'GET', path: '/shops/:code', permission: 'till:read', summary, params,
      query: z.strictObject({ own: z.boolean().optional() }), answer: shop,
    }),
    askInside: defineRoute({ kind: 'write', method: 'POST', path: '/inside', permission: 'till:write', summary, answer: shop }),
  },
}); // prettier-ignore
