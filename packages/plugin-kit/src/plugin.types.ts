/**
 * Type tests: what must not compile. They run by being compiled: an unused `@ts-expect-error` is an error itself.
 */
import { type Route, defineApi, defineEvent, defineRoute, z } from '@quyu/contract-kit';
import { anyOrder } from './any-order.js';
import { contribute, defineExtensionPoint } from './extension-point.js';
import { defineJob } from './job.js';
import { defineDb } from './db.js';
import { definePlugin } from './plugin.js';

const opened = defineEvent({
  type: 'shop.opened.v1',
  aggregate: 'shop',
  key: 'shopId',
  summary: 'A shop opened.',
  schema: z.object({ shopId: z.string(), seats: z.int() }),
  examples: [{ shopId: 's-1', seats: 4 }],
});
const paid = defineEvent({
  type: 'bank.paid.v1',
  aggregate: 'account',
  key: 'accountId',
  summary: 'Money moved.',
  schema: z.object({ accountId: z.string() }),
  examples: [{ accountId: 'a-1' }],
});
const getShop: Route<'read', { shopId: string }, {}, undefined, { seats: number }> = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/shops/:shopId',
  permission: 'shop:read',
  summary: { en: 'One shop', zh: '门店' },
  params: z.strictObject({ shopId: z.string() }),
  answer: z.object({ seats: z.int() }),
});
const api = defineApi({
  service: 'shop',
  title: { en: 'Shop', zh: '门店' },
  permissions: { 'shop:read': 'See shops.' },
  routes: { getShop },
});
const count = defineJob({
  summary: 'Counts.',
  input: z.object({ upTo: z.int() }),
  result: z.object({ sum: z.int() }),
});
const base = {
  kit: '^1.0.0',
  summary: { en: 'Shop', zh: '门店' },
  config: z.object({ seats: z.int().default(4) }),
};
const db = defineDb<{ shop: { shop_id: string } }>({});

export const good = definePlugin(
  { ...base, id: 'shop', db, api, publishes: [opened], consumes: [paid], jobs: { count } },
  (ctx) => ({
    routes: { getShop: async ({ params }) => ({ seats: params.shopId.length + ctx.config.seats }) },
    handlers: {
      'bank.paid.v1': async (event, tx) => {
        tx.publish(opened, { shopId: event.data.accountId, seats: 1 });
        tx.enqueue('count', { upTo: 3 });
        // @ts-expect-error another service's event cannot be published
        tx.publish(paid, { accountId: 'a-1' });
        // @ts-expect-error a wrong payload
        tx.publish(opened, { shopId: 's-1', seats: 'many' });
        // @ts-expect-error an unknown job
        tx.enqueue('recount', { upTo: 3 });
      },
    },
    jobs: { count: async ({ upTo }) => ({ sum: upTo }) },
  }),
);

export const missingRoute = definePlugin(
  { ...base, id: 'shop', api },
  // @ts-expect-error a route without a handler
  () => ({ routes: {}, handlers: {}, jobs: {} }),
);

export const missingHandler = definePlugin(
  { ...base, id: 'shop', db, consumes: [paid] },
  // @ts-expect-error a consumed event without a handler
  () => ({ routes: {}, handlers: {}, jobs: {} }),
);

export const missingJob = definePlugin(
  { ...base, id: 'shop', db, jobs: { count } },
  // @ts-expect-error a job without a handler
  () => ({ routes: {}, handlers: {}, jobs: {} }),
);

export const inAnyOrder = definePlugin({ ...base, id: 'shop', db, consumes: [anyOrder(paid)] }, () => ({
  routes: {},
  handlers: { 'bank.paid.v1': async ({ data }) => void data.accountId },
  jobs: {},
}));

export const missingUnordered = definePlugin(
  { ...base, id: 'shop', db, consumes: [anyOrder(paid)] },
  // @ts-expect-error its handler may not be missing either
  () => ({ routes: {}, handlers: {}, jobs: {} }),
);

export const wrongAnswer = definePlugin(
  { ...base, id: 'shop', api },
  // @ts-expect-error an answer the contract does not have
  () => ({ routes: { getShop: async () => ({ chairs: 3 }) }, handlers: {}, jobs: {} }),
);

export const foreignEvent = definePlugin(
  // @ts-expect-error a plugin publishes only its own events
  { ...base, id: 'shop', db, publishes: [paid] },
  () => ({ routes: {}, handlers: {}, jobs: {} }),
);

export const unversioned = defineEvent({
  // @ts-expect-error an event type without .vN
  type: 'shop.opened',
  aggregate: 'shop',
  key: 'shopId',
  summary: 'A shop opened.',
  schema: z.object({ shopId: z.string() }),
  examples: [{ shopId: 's-1' }],
});

const greeting = defineExtensionPoint<(name: string) => string>('shop.greeting');
export const rightContribution = contribute(greeting, (name) => `Hello ${name}`);
// @ts-expect-error a contribution of another type
export const wrongContribution = contribute(greeting, 42);
