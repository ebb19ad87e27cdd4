import { incentive } from '@quyu/incentive';
import { defineDb, definePlugin, type Plugin, z } from '@quyu/plugin-kit';

const nothing = () => ({ routes: {}, handlers: {}, jobs: {} });
const common = {
  kit: '^1.0.0',
  summary: { en: 'Has a stream and says nothing', zh: '空服务' },
  config: z.object({}),
  db: defineDb({}),
} as const;

const heard = Map.groupBy(incentive.spec.consumes, ({ service }) => service);

/** The services whose events the incentive service listens to, by its own spec: their streams must be there, and say nothing in a bench. */
export const publishers: readonly Plugin[] = [...heard].map(([id, publishes]) =>
  definePlugin({ ...common, id, publishes }, nothing),
);
