/** Two small services for the tests of this package: every kind of route, recursion, an event of an absent service. */
import {
  bulkSummarySchema,
  defineApi,
  defineEvent,
  defineRoute,
  jobAcceptedSchema,
  pageFields,
  pageOf,
  z,
} from '@quyu/contract-kit';
import { type PluginSpec, defineDb, definePlugin } from '@quyu/plugin-kit';

interface Node {
  readonly name: string;
  readonly children: readonly Node[];
}

const node: z.ZodType<Node> = z.strictObject({
  name: z.string(),
  get children() {
    return z.array(node);
  },
});

const shopOpened = defineEvent({
  type: 'shop.opened.v1',
  aggregate: 'shop',
  key: 'shopId',
  summary: 'A shop opened.',
  schema: z.object({ shopId: z.string(), floor: node, opened: z.iso.date(), seats: z.int().nullable() }),
  examples: [{ shopId: 's-1', floor: { name: 'ground', children: [] }, opened: '2026-01-02', seats: null }],
});

const moneyPaid = defineEvent({
  type: 'bank.paid.v2',
  aggregate: 'account',
  key: 'accountId',
  summary: 'Money moved.',
  schema: z.object({
    accountId: z.string(),
    way: z.union([z.literal('cash'), z.object({ card: z.string() })]),
  }),
  examples: [
    { accountId: 'a-1', way: 'cash' },
    { accountId: 'a-2', way: { card: '1' } },
  ],
});

const shop = z.object({ shopId: z.string(), version: z.int(), floor: node });
const summary = { en: 'A summary', zh: '摘要' };
const params = z.strictObject({ shopId: z.string() });
const writes = { permission: 'shop:write', summary } as const;
const reads = { permission: 'shop:read', summary, method: 'GET' } as const;

const shopApi = defineApi({
  service: 'shop',
  title: { en: 'Shop', zh: '门店' },
  permissions: { 'shop:read': 'See shops.', 'shop:write': 'Change shops.' },
  routes: {
    listShops: defineRoute({
      ...reads, kind: 'read', path: '/shops',
      query: z.strictObject({ ...pageFields, tag: z.array(z.string()).optional() }), answer: pageOf(shop),
    }),
    getShop: defineRoute({ ...reads, kind: 'read', path: '/shops/:shopId', params, problems: ['SHOP_NOT_FOUND'], answer: shop }),
    putFloor: defineRoute({ ...writes, kind: 'write', method: 'PUT', path: '/shops/:shopId/floor', params, ifMatch: true, body: node, answer: shop }),
    closeShop: defineRoute({ ...writes, kind: 'write', method: 'DELETE', path: '/shops/:shopId', params }),
    addShops: defineRoute({ ...writes, kind: 'bulk', method: 'POST', path: '/shops/bulk', body: node, answer: bulkSummarySchema }),
    uploadShops: defineRoute({
      ...writes, kind: 'upload', method: 'POST', path: '/shops/upload', mediaType: 'text/csv', status: 202, answer: jobAcceptedSchema,
    }),
    exportShops: defineRoute({ ...reads, kind: 'rows', path: '/shops/rows', answer: node }),
  },
}); // prettier-ignore

const base = { kit: '^1.0.0', summary, config: z.object({}), db: defineDb({}) };

/** The specs of the sample services. */
export const sampleSpecs: readonly PluginSpec[] = [
  definePlugin({ ...base, id: 'till', consumes: [shopOpened, moneyPaid] }, () => notStarted()).spec,
  definePlugin({ ...base, id: 'shop', api: shopApi, publishes: [shopOpened] }, () => notStarted()).spec,
];

function notStarted(): never {
  throw new Error('the catalogue starts nothing');
}
