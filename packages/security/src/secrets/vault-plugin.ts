import { type Plugin, defineApi, definePlugin, defineRoute, z } from '@quyu/plugin-kit';

const summary = { en: 'Vault', zh: '保险库' };
const read = { kind: 'read', method: 'GET', permission: 'vault:read', summary } as const;
const answer = z.object({ ok: z.boolean() });

const vaultApi = defineApi({
  service: 'vault',
  title: summary,
  permissions: { 'vault:read': 'Open the vault.' },
  routes: {
    fail: defineRoute({ ...read, path: '/fail', answer }),
    chat: defineRoute({ ...read, path: '/chat', answer }),
  },
});

/** Secrets of every kind: by mark, by name, inside JSON. */
const vaultConfig = z.object({
  pin: z.string().min(9).meta({ secret: true }),
  apiKey: z.string().min(9),
  accounts: z.record(z.string(), z.string().min(9)).meta({ secret: true }),
});

/** A plugin that is careless with its secrets and with its callers' tokens: it logs them and puts them into errors. */
export const vault: Plugin = definePlugin(
  { id: 'vault', kit: '^1.0.0', summary, config: vaultConfig, api: vaultApi },
  ({ config, log }) => {
    log.debug({ config }, 'set up');
    if (config.pin === 'broken-by-this-pin') throw new Error(`the vault refuses ${config.pin}`);
    return {
      routes: {
        fail: async ({ caller }) => {
          throw new Error(`${config.apiKey} and ${Object.values(config.accounts).join()} of ${caller.token}`);
        },
        chat: async ({ caller }) => {
          log.info({ caller, headers: { authorization: `Bearer ${caller.token}` } }, `for ${caller.token}`);
          log.warn({ deep: { deeper: { deepest: { pin: config.pin } } } }, `the pin is ${config.pin}`);
          return { ok: true };
        },
      },
      handlers: {},
      jobs: {},
    };
  },
);
