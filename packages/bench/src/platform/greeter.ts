import { type Route, defineApi, defineRoute, platformErrors, z } from '@quyu/contract-kit';
import type { ServedService } from '@quyu/host/http';
import { definePlugin } from '@quyu/plugin-kit';

interface Greeting {
  readonly name: string;
  readonly text: string;
  readonly seats: number;
}

const greet: Route<'read', { name: string }, {}, undefined, Greeting> = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/greetings/:name',
  permission: 'greeter:read',
  summary: { en: 'Answer at once', zh: '立即应答' },
  params: z.strictObject({ name: z.string() }),
  answer: z.object({ name: z.string(), text: z.string(), seats: z.int() }),
});

const api = defineApi({
  service: 'greeter',
  title: { en: 'Greeter', zh: '问候' },
  permissions: { 'greeter:read': 'Be greeted.' },
  routes: { greet },
});

const greetCaller = async ({ params: { name } }: { readonly params: { readonly name: string } }) => ({
  name,
  text: 'hello',
  seats: 4,
});

const { spec } = definePlugin(
  { id: 'greeter', kit: '^1.0.0', summary: { en: 'Greeter', zh: '问候' }, config: z.object({}), api },
  () => ({ routes: { greet: greetCaller }, handlers: {}, jobs: {} }),
);

/** Where it is answered. */
export const GREETING = '/api/greeter/v1/greetings/corner';

/** A service as the HTTP layer sees it, whose one route needs neither a database nor a broker. */
export function greeter(): ServedService {
  const nothing = () => {
    throw platformErrors.NOT_FOUND();
  };
  return {
    spec,
    routes: { greet: greetCaller },
    transactor: undefined,
    admitChange: () => undefined,
    jobStatus: async () => undefined,
    busStatus: nothing,
    busOperations: nothing,
    auditLog: undefined,
  };
}
