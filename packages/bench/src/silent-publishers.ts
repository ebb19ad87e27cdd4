import { defineDb, definePlugin, type Plugin, z } from '@quyu/plugin-kit';

const nothing = () => ({ routes: {}, handlers: {}, jobs: {} });
const common = {
  kit: '^1.0.0',
  summary: { en: 'Has a stream and says nothing', zh: '空服务' },
  config: z.object({}),
  db: defineDb({}),
} as const;

/** The services whose events a plugin listens to, by its own spec: their streams must be there, and say nothing in a bench. */
export function silentPublishersFor({ spec }: Plugin): readonly Plugin[] {
  const foreign = spec.consumes.filter(({ service }) => service !== spec.id);
  const heard = Map.groupBy(foreign, ({ service }) => service);
  return [...heard].map(([id, publishes]) => definePlugin({ ...common, id, publishes }, nothing));
}
