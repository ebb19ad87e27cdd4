import { createServer } from 'node:net';
import { type HostSettings, createLog, createLocalIssuer, migrate, startHost } from '@quyu/host';
import {
  type Plugin,
  contribute,
  defineModule,
  defineExtensionPoint,
  definePlugin,
  z,
} from '@quyu/plugin-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ThrowawayDatabase, createDatabase } from '../database.js';
import { testSettings } from '../test-settings.js';
import { greeting, shopPlugin } from './shop-plugin.js';
import { tillPlugin } from './till-plugin.js';

let database: ThrowawayDatabase;
let settings: HostSettings;
const log = createLog('silent');

beforeAll(async () => {
  database = await createDatabase();
  const issuer = await createLocalIssuer({ issuer: 'urn:quyu:test', audience: 'quyu' });
  settings = testSettings(database.url, issuer, { plugins: [] });
});
afterAll(() => database.drop());

type Changes = Partial<Parameters<typeof startHost>[0]>;
const boot = (plugins: readonly Plugin[], changes: Changes = {}): ReturnType<typeof startHost> =>
  startHost({ config: { plugins }, settings, env: {}, log, ...changes });
const base = { kit: '^1.0.0', summary: { en: 'S', zh: '服' }, config: z.object({}) };
const nothing = { routes: {}, handlers: {}, jobs: {} };

describe('a deployment that does not fit together', () => {
  test('is told everything at once', async () => {
    const old = definePlugin({ ...base, id: 'old', kit: '^0.3.0' }, () => nothing);
    const stray = defineModule({
      id: 'stray',
      kit: '^1.0.0',
      contributes: [contribute(defineExtensionPoint<string>('nobody.here'), 'x')],
    });
    const wrong = defineModule({
      id: 'wrong',
      kit: 'latest',
      contributes: [contribute(defineExtensionPoint<string>('shop.other'), 'x')],
    });
    const config = { plugins: [old, shopPlugin, shopPlugin], modules: [stray, wrong] };
    const error: Error = (await startHost({ config, settings, env: {}, log, only: ['shop', 'ghost'] }).catch(
      (thrown: Error) => thrown,
    )) as Error;
    expect(error.message).toContain('plugin "old" was written for the kit ^0.3.0, and this is 1.0.0');
    expect(error.message).toContain('plugin "shop" is listed twice');
    expect(error.message).toContain('module "stray" adds to nobody.here, but there is no plugin "nobody"');
    expect(error.message).toContain(
      'module "wrong" adds to shop.other, which the plugin "shop" does not declare',
    );
    expect(error.message).toContain('module "wrong": kit "latest" is not a semver range');
    expect(error.message).toContain('there is no plugin "ghost"; there are: old, shop, shop');
  });

  test('that calls a service nobody gave an address for is told which', async () => {
    await expect(boot([tillPlugin])).rejects.toThrow(/"till" calls "shop", which does not run here/);
  });

  test('in JavaScript, without a handler, is told which', async () => {
    const liar = definePlugin(
      {
        ...base,
        id: 'liar',
        api: { ...shopPlugin.spec.api!, service: 'liar' } as never,
        db: shopPlugin.spec.db!,
      },
      () => nothing as never,
    );
    await expect(boot([liar])).rejects.toThrow(
      /plugin "liar": checking what setup returned failed: the route listShops is missing/,
    );
  });
});

describe('a plugin', () => {
  test('whose setup fails is named, and what was set up before it is closed again', async () => {
    const closed: string[] = [];
    const first = definePlugin({ ...base, id: 'first' }, () => ({
      ...nothing,
      close: async () => void closed.push('first'),
    }));
    const second = definePlugin({ ...base, id: 'second' }, () => Promise.reject(new Error('no licence')));
    await expect(boot([first, second])).rejects.toThrow('plugin "second": setup failed: no licence');
    expect(closed).toEqual(['first']);
  });

  test('gets what modules contribute, and nothing from a point it does not declare', async () => {
    let greetings: readonly string[] = [];
    const owner = definePlugin({ ...base, id: 'shop', extensionPoints: [greeting] }, (ctx) => {
      greetings = ctx.extensions.of(greeting).map((greet) => greet('Ann'));
      expect(() => ctx.extensions.of(defineExtensionPoint('shop.other'))).toThrow('does not declare');
      return nothing;
    });
    const modules = [
      defineModule({
        id: 'polite',
        kit: '^1.0.0',
        contributes: [contribute(greeting, (name) => `Dear ${name}`)],
      }),
    ];
    const host = await boot([owner], { config: { plugins: [owner], modules } });
    await host.stop();
    expect(greetings).toEqual(['Dear Ann']);
  });

  test('reads its configuration from its own variables', async () => {
    let seen: unknown;
    const reader = definePlugin(
      { ...base, id: 'market-data', config: z.object({ maxUploads: z.int(), tags: z.array(z.string()) }) },
      (ctx) => {
        seen = ctx.config;
        return nothing;
      },
    );
    const host = await boot([reader], { env: { MARKET_DATA_MAX_UPLOADS: '3', MARKET_DATA_TAGS: 'a, b' } });
    await host.stop();
    expect(seen).toEqual({ maxUploads: 3, tags: ['a', 'b'] });
  });
});

describe('the world', () => {
  test('with a wrong environment is told every fault of every plugin in one table', async () => {
    const env = { SHOP_SEATS: 'many' };
    const strict = definePlugin(
      { ...base, id: 'strict', config: z.object({ endpoint: z.url(), apiKey: z.string().min(10) }) },
      () => nothing,
    );
    const error = (await boot([shopPlugin, strict], { env: { ...env, STRICT_API_KEY: 'hunter2' } }).catch(
      (thrown: Error) => thrown,
    )) as Error;
    expect(error.name).toBe('ConfigError');
    expect(error.message).toMatch(/SHOP_SEATS +many/);
    expect(error.message).toMatch(/STRICT_ENDPOINT +\(not set\) +is required/);
    expect(error.message).toMatch(/STRICT_API_KEY +\(hidden\)/);
    expect(error.message).not.toContain('hunter2');
  });

  test('with a port that is taken says which variable to change', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const bare = definePlugin({ ...base, id: 'bare' }, () => nothing);
    await expect(boot([bare], { port })).rejects.toThrow(
      /listening failed: .*EADDRINUSE.* set QUYU_HTTP_PORT/,
    );
    taken.close();
  });

  test('with a database that was not migrated says what is missing and what to run', async () => {
    await expect(boot([shopPlugin])).rejects.toThrow(/"shop".*20261123_create_shop.*quyu migrate/s);
  });

  test('without Postgres says so', async () => {
    const nowhere = { ...settings, databaseUrl: 'postgres://quyu:secret@127.0.0.1:1/quyu' };
    const error = (await boot([shopPlugin], { settings: nowhere }).catch((thrown: Error) => thrown)) as Error;
    expect(error.message).toMatch(/ECONNREFUSED.*QUYU_DATABASE_URL/s);
    expect(error.message).not.toContain('secret');
  });

  test('without NATS says so', async () => {
    await migrate({ databaseUrl: settings.databaseUrl, specs: [shopPlugin.spec], log });
    const nowhere = { ...settings, natsUrl: 'nats://127.0.0.1:1' };
    await expect(boot([shopPlugin], { settings: nowhere })).rejects.toThrow(
      /no NATS server answers.*QUYU_NATS_URL/s,
    );
  });

  test('without streams says what to run', async () => {
    await expect(boot([shopPlugin])).rejects.toThrow(/there is no stream .*_SHOP/);
  });

  test('that is all there starts, and says where', async () => {
    const host = await boot([shopPlugin], { provision: true });
    expect(host.plugins).toEqual(['shop']);
    expect((await fetch(`${host.url}/health/ready`)).status).toBe(200);
    expect(await host.stop()).toEqual([]);
    await expect(fetch(host.url)).rejects.toThrow('fetch failed');
  });
});
