import { defineApi, defineEvent, defineRoute, z } from '@quyu/contract-kit';
import { type Plugin, defineDb, definePlugin } from '@quyu/plugin-kit';

const schema = z.object({ code: z.string() });
const about = { aggregate: 'order', key: 'code', schema, examples: [{ code: 'o-1' }] } as const;
const placed = defineEvent({ ...about, type: 'front.placed.v1', summary: 'An order was placed.' });
const packed = defineEvent({ ...about, type: 'back.packed.v1', summary: 'An order was packed.' });

const frontApi = defineApi({
  service: 'front',
  title: { en: 'Front', zh: '前台' },
  permissions: { 'front:write': 'Place orders.' },
  routes: {
    placeOrder: defineRoute({
      kind: 'write', method: 'POST', path: '/orders', permission: 'front:write', status: 201,
      summary: { en: 'Place an order', zh: '下单' }, body: z.strictObject({ code: z.string() }), answer: schema,
    }),
  },
}); // prettier-ignore

const usual = { kit: '^1.0.0', config: z.object({}), db: defineDb<object>({}) } as const;

/** Publishes for a request, and hears in the end what came of it. */
const front: Plugin = definePlugin(
  { ...usual, id: 'front', summary: { en: 'Front', zh: '前台' }, api: frontApi, publishes: [placed], consumes: [packed] },
  () => ({
    routes: {
      async placeOrder({ body }, tx) {
        tx.publish(placed, body);
        return body;
      },
    },
    handlers: { 'back.packed.v1': async () => undefined },
    jobs: {},
  }),
); // prettier-ignore

/** Publishes because it heard. */
const back: Plugin = definePlugin(
  { ...usual, id: 'back', summary: { en: 'Back', zh: '后台' }, publishes: [packed], consumes: [placed] },
  () => ({
    routes: {},
    handlers: { 'front.placed.v1': async ({ data }, tx) => tx.publish(packed, data) },
    jobs: {},
  }),
);

/** Two services whose events go there and back. */
export const chainPlugins: readonly Plugin[] = [front, back];
