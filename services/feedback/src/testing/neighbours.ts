import { incentiveApi, partnerSalesSummarised } from '@quyu/incentive-contracts';
import { marketingApi } from '@quyu/marketing-contracts';
import { partnerApi } from '@quyu/partner-contracts';
import { defineApi, defineDb, definePlugin, type Money, type Plugin, z } from '@quyu/plugin-kit';
import { territoryApi } from '@quyu/territory-contracts';

const config = z.object({});
const kit = '^1.0.0';
const summary = { en: 'Stands for a service that the market review asks', zh: '测试用邻近服务' };

const usd = (amount: string): Money => ({ amount, currency: 'USD' });

const territory = definePlugin(
  {
    id: 'territory',
    kit,
    summary,
    config,
    api: defineApi({ ...territoryApi, routes: { countAssignments: territoryApi.routes.countAssignments } }),
  },
  () => ({
    routes: {
      countAssignments: async () => ({
        territories: [
          { code: '9', name: 'Australia', subjects: 40 },
          { code: '5', name: 'Southeast', subjects: 0 },
        ],
        gaps: 0,
        conflicts: 0,
      }),
    },
    handlers: {},
    jobs: {},
  }),
);

const partner = definePlugin(
  {
    id: 'partner',
    kit,
    summary,
    config,
    api: defineApi({ ...partnerApi, routes: { countPartners: partnerApi.routes.countPartners } }),
  },
  () => ({
    routes: { countPartners: async () => ({ approved: 30, review: 10, declined: 0 }) },
    handlers: {},
    jobs: {},
  }),
);

const { totalSales, totalRewards } = incentiveApi.routes;
const incentive = definePlugin(
  {
    id: 'incentive',
    kit,
    summary,
    config,
    db: defineDb({}),
    api: defineApi({ ...incentiveApi, routes: { totalSales, totalRewards } }),
    publishes: [partnerSalesSummarised],
  },
  () => ({
    routes: {
      totalSales: async ({ query: { year } }) => ({
        accepted: 7,
        rejected: 1,
        amount: usd('1000050'),
        territories: [{ code: '9', name: 'Australia', amount: usd(String(year)) }],
      }),
      totalRewards: async () => ({
        components: [{ component: 'growth-rebate', total: usd('500'), ofYear: usd('200'), results: 2 }],
      }),
    },
    handlers: {},
    jobs: {},
  }),
);

const marketing = definePlugin(
  {
    id: 'marketing',
    kit,
    summary,
    config,
    api: defineApi({ ...marketingApi, routes: { totalMdf: marketingApi.routes.totalMdf } }),
  },
  () => ({
    routes: { totalMdf: async () => ({ total: usd('10001'), ofYear: usd('20'), campaigns: 16 }) },
    handlers: {},
    jobs: {},
  }),
);

/** Addresses of the services that the market review asks, for tests that do not ask them: nobody is there. */
export const nobodyThere: Readonly<Record<string, string>> = Object.fromEntries(
  ['territory', 'partner', 'incentive', 'marketing'].map((service) => [service, 'http://127.0.0.1:9']),
);

/** The services that the market review asks, with answers that do not change: for tests. */
export const neighbours: readonly Plugin[] = [territory, partner, incentive, marketing];
