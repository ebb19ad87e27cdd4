import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Host,
  type HostSettings,
  type LocalIssuer,
  createLocalIssuer,
  readSettings,
  startHost,
} from '@quyu/host';
import { Pool } from 'pg';
import { contend } from '../contend.js';
import { type Sale, countRows, effectsPerSecond, produce, saleOf, waitForRows } from '../effects.js';
import { type ShopTransaction, ledgerPlugin, shopPlugin, sold } from '../plugins.js';
import { POOL_SIZE, type Site } from '../site.js';
import { commitToEffect, startPace } from '../pace.js';

/** The product: real hosts, as a deployment starts them, with everything that costs. */
interface Ours {
  readonly pool: Pool;
  readonly shop: Host;
  readonly token: string;
  readonly transaction: ShopTransaction;
  startLedger(): Promise<Host>;
}

/** The same number of connections as the peers have; whatever is not named here is as a deployment has it. */
const SETTINGS = {
  QUYU_POOL_SIZE: String(POOL_SIZE),
  QUYU_CHECK_ANSWERS: 'false',
  QUYU_LOG_LEVEL: 'warn',
  // Counted as ever, but never too many: all requests are of one caller.
  QUYU_RATE_LIMIT_PER_MINUTE: '1000000000',
} as const;

await contend(async (site) => {
  const ours = await startOurs(site);
  let ledger: Host | undefined;
  return {
    settings: SETTINGS,
    works: {
      address: async () => ({ url: ours.shop.url, token: ours.token }),
      rows: () => countRows(ours.pool, 'shop.shop'),
      relay: (amount) => relay(ours, amount),
      consume: (amount) => consume(ours, amount),
      flow: async (amount) => {
        ledger ??= await ours.startLedger();
        return effectsPerSecond(ours.pool, 'ledger.effect', amount, () =>
          produce(amount, (sales) => publishSales(ours, sales)),
        );
      },
      latency: async (seconds) => {
        ledger ??= await ours.startLedger();
        return latency(ours, seconds);
      },
    },
    async stop() {
      await ledger?.stop();
      await ours.shop.stop();
      await ours.pool.end();
    },
  };
});

async function startOurs(site: Site): Promise<Ours> {
  const issuer = await createLocalIssuer({ issuer: 'urn:quyu:bench', audience: 'quyu' });
  const token = await issuer.mint({ subject: 'bench', permissions: ['*'], expiresInSeconds: 3600 });
  let transaction: ShopTransaction | undefined;
  const plugins = [shopPlugin((given) => (transaction ??= given)), ledgerPlugin];
  const settings = settingsFor(site, issuer);
  const start = (id: string): Promise<Host> =>
    startHost({ config: { plugins }, settings, only: [id], env: {}, migrate: true, provision: true });
  const shop = await start('shop');
  const ledger = await start('ledger');
  await ledger.stop();
  if (!transaction) throw new Error('the shop was not set up');
  const pool = new Pool({ connectionString: site.databaseUrl, max: 2 });
  return { pool, shop, token, transaction, startLedger: () => start('ledger') };
}

function settingsFor({ databaseUrl, natsUrl }: Site, issuer: LocalIssuer): HostSettings {
  return readSettings({
    QUYU_DATABASE_URL: databaseUrl,
    QUYU_NATS_URL: natsUrl,
    QUYU_HTTP_PORT: '0',
    QUYU_AUTH_ISSUER: 'urn:quyu:bench',
    QUYU_AUTH_JWKS: JSON.stringify(issuer.jwks),
    ...SETTINGS,
    QUYU_BUS_ROOT: new URL(databaseUrl).pathname.slice(1),
  });
}

async function publishSales({ transaction }: Ours, sales: readonly Sale[]): Promise<void> {
  await transaction(async (tx) => {
    for (const { shopId, serial, amount } of sales) tx.publish(sold, { shopId, serial, amount });
  });
}

/** One transaction fills the outbox: until it commits the relay sees none of it. */
async function relay(ours: Ours, amount: number): Promise<number> {
  await publishSales(
    ours,
    Array.from({ length: amount }, (_, serial) => saleOf(serial)),
  );
  const began = performance.now();
  await waitForRows(ours.pool, '(select from shop.outbox limit 1) left_over', 0, { shrinks: true });
  return (amount / (performance.now() - began)) * 1000;
}

/** The events lie in the stream before the consumer starts; how long it takes to start is not counted. */
async function consume(ours: Ours, amount: number): Promise<number> {
  const before = await countRows(ours.pool, 'ledger.effect');
  await relay(ours, amount);
  const ledger = await ours.startLedger();
  const began = performance.now();
  await waitForRows(ours.pool, 'ledger.effect', before + amount);
  const seconds = (performance.now() - began) / 1000;
  await ledger.stop();
  return amount / seconds;
}

/** One transaction an event, each with a row that tells when it committed. */
async function latency(ours: Ours, seconds: number): Promise<{ p50: number; p99: number }> {
  const first = 1_000_000;
  const before = await countRows(ours.pool, 'ledger.effect');
  const sent = await startPace(seconds, (serial) =>
    ours.transaction(async (tx) => {
      await tx.db
        .insertInto('sale')
        .values({ serial: first + serial })
        .execute();
      tx.publish(sold, { shopId: saleOf(serial).shopId, serial: first + serial, amount: 1 });
    }),
  );
  await waitForRows(ours.pool, 'ledger.effect', before + sent);
  await sleep(100);
  return commitToEffect(ours.pool);
}
