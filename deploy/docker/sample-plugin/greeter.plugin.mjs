// The smallest plugin that serves something. Yours would be a package of its own, built and installed.
import { defineApi, defineRoute, z } from '@quyu/contract-kit';
import { definePlugin } from '@quyu/plugin-kit';

const greet = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/greeting',
  permission: 'greeter:read',
  summary: { en: 'A greeting', zh: '问候' },
  answer: z.object({ text: z.string() }),
});

export const greeter = definePlugin(
  {
    id: 'greeter',
    kit: '^1.0.0',
    summary: { en: 'Greets', zh: '问候' },
    config: z.object({ name: z.string().default('channel') }),
    api: defineApi({
      service: 'greeter',
      title: { en: 'Greeter', zh: '问候' },
      permissions: { 'greeter:read': 'Be greeted.' },
      routes: { greet },
    }),
    publishes: [],
    consumes: [],
  },
  ({ config }) => ({ routes: { greet: async () => ({ text: `hello, ${config.name}` }) } }),
);
