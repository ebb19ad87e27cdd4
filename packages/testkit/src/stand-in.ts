import { type Api, type Erased, type EventContract, type Routes, defineApi, z } from '@quyu/contract-kit';
import { type Plugin, type RouteHandlers, KIT_VERSION, defineDb, definePlugin } from '@quyu/plugin-kit';

/**
 * A plugin that stands for a service which the one under test calls: it serves some operations of its API, with answers
 * that the test gives. Answers that break the contract are refused as those of any plugin under test.
 *
 * @param publishes events that the test publishes as if by that service.
 * @example standInFor(partnerApi, { countPartners: async () => ({ approved: 30, review: 10, declined: 0 }) })
 */
export function standInFor<Service extends string, R extends Routes, Operation extends keyof R & string>(
  api: Api<Service, R>,
  answers: RouteHandlers<Api<Service, R>, Erased, Operation>,
  publishes: readonly EventContract<Erased, Erased>[] = [],
): Plugin {
  const operations = Object.keys(answers).map((operation) => [operation, api.routes[operation]!]);
  const served: Api = defineApi({ ...api, routes: Object.fromEntries(operations) });
  return definePlugin<string, z.ZodObject, unknown, Api, typeof publishes>(
    {
      id: api.service,
      kit: KIT_VERSION,
      summary: { en: `Stands for ${api.title.en}`, zh: `测试用${api.title.zh}` },
      config: z.object({}),
      ...(publishes.length > 0 ? { db: defineDb({}) } : {}),
      api: served,
      publishes,
    },
    () => ({ routes: answers, handlers: {}, jobs: {} }),
  );
}

/** An address at which nobody is, for each service that a plugin calls: `serviceUrls` of tests that do not get there. */
export function deadAddressesOf({ spec }: Plugin): Readonly<Record<string, string>> {
  const called = Object.values(spec.calls).map(({ service }) => service);
  return Object.fromEntries(
    called.filter((service) => service !== spec.id).map((service) => [service, 'http://127.0.0.1:9']),
  );
}
