/** Test support: a stall with an event and a route, and two services that rely on it; each part can be changed. */
import { type RouteSpec, defineApi, defineEvent, defineRoute, z } from '@quyu/contract-kit';
import { type PluginSpec, defineDb, definePlugin } from '@quyu/plugin-kit';

const summary = { en: 'A summary', zh: '摘要' };

/** What a test changes. */
export interface Market {
  readonly event?: {
    readonly schema?: z.ZodType<{ stallId: string }>;
    readonly aggregate?: string;
    readonly key?: string;
  };
  readonly route?: Partial<RouteSpec<'write', unknown, unknown, unknown, unknown>>;
  /** The stall is still there, but publishes or serves nothing. */
  readonly without?: 'event' | 'route';
}

const pitched = ({ schema, aggregate = 'stall', key = 'stallId' }: NonNullable<Market['event']> = {}) =>
  defineEvent({
    type: 'stall.pitched.v1',
    aggregate,
    key: key as 'stallId',
    summary: 'A stall stands.',
    schema: schema ?? z.object({ stallId: z.string(), name: z.string() }),
    examples: [{ stallId: 's-1', name: 'One' } as { stallId: string }],
  });

const stallApi = (route: Market['route'] = {}) =>
  defineApi({
    service: 'stall',
    title: { en: 'Stall', zh: '摊位' },
    permissions: { 'stall:write': 'Change stalls.', 'stall:own': 'Change own stalls.' },
    routes: {
      pitch: defineRoute<'write', unknown, unknown, unknown, unknown>({
        kind: 'write',
        method: 'POST',
        path: '/stalls',
        permission: 'stall:write',
        summary,
        body: z.strictObject({ name: z.string() }),
        answer: z.object({ stallId: z.string() }),
        ...route,
      }),
    },
  });

/** The specs of the market. */
export function marketSpecs({ event, route, without }: Market = {}): PluginSpec[] {
  const [contract, api] = [pitched(event), stallApi(route)];
  const common = { kit: '^1.0.0', summary, config: z.object({}), db: defineDb({}) };
  const publishes = without === 'event' ? [] : [contract];
  const served = without === 'route' ? {} : { api };
  return [
    definePlugin({ ...common, id: 'stall', publishes, ...served } as never, () => notStarted()).spec,
    definePlugin({ ...common, id: 'guard', consumes: [contract] }, () => notStarted()).spec,
    definePlugin({ ...common, id: 'broker', calls: { stall: stallApi() } }, () => notStarted()).spec,
  ];
}

function notStarted(): never {
  throw new Error('the catalogue starts nothing');
}
