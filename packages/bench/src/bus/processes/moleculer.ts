import { type Context, ServiceBroker } from 'moleculer';
import { Pool } from 'pg';
import { answersPerSecond } from '../answers.js';
import { contend } from '../contend.js';
import { CREATE_EFFECT, INSERT_EFFECT, type Sale, effectsPerSecond, produce } from '../effects.js';
import { POOL_SIZE } from '../site.js';

/** Nothing that costs and is not asked for: no validation, metrics, tracing or statistics; the server balances. */
const BROKER = {
  logger: false,
  validator: false,
  metrics: false,
  tracing: false,
  disableBalancer: true,
  contextParamsCloning: false,
} as const;

/** Two nodes in one process: within one node Moleculer would not use NATS at all. */
await contend(async ({ databaseUrl, natsUrl }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: POOL_SIZE });
  await pool.query(CREATE_EFFECT);
  const namespace = new URL(databaseUrl).pathname.slice(1);
  const common = { ...BROKER, namespace, transporter: { type: 'NATS' as const, options: { url: natsUrl } } };
  const service = new ServiceBroker({ ...common, nodeID: 'service' });
  const caller = new ServiceBroker({ ...common, nodeID: 'caller' });
  service.createService(salesOf(pool));
  await Promise.all([service.start(), caller.start()]);
  await caller.waitForServices('sales');
  return {
    settings: { ...BROKER, nodes: 2, connectionsToPostgres: POOL_SIZE },
    works: {
      flow: (amount) =>
        effectsPerSecond(pool, 'effect', amount, () =>
          produce(amount, async (sales) => {
            await Promise.all(sales.map((sale) => caller.emit('sold', sale)));
          }),
        ),
      answer: (amount) => answersPerSecond(amount, () => caller.call('sales.greet', { shopId: 'shop-1' })),
    },
    async stop() {
      await caller.stop();
      await service.stop();
      await pool.end();
    },
  };
});

function salesOf(pool: Pool) {
  return {
    name: 'sales',
    actions: {
      greet: ({ params: { shopId } }: Context<{ shopId: string }>) => ({ shopId, name: 'Corner', seats: 4 }),
    },
    events: {
      async sold({ params: { id, shopId, serial, amount } }: Context<Sale>): Promise<void> {
        await pool.query({ name: 'effect', text: INSERT_EFFECT, values: [id, shopId, serial, amount] });
      },
    },
  };
}
