import type { Context } from './context.js';
import { incentiveComponent } from './extension-points.js';
import { planRoutes } from './plans/routes.js';
import { selectLatestPlans, selectVersions } from './plans/store.js';
import { quotaRoutes } from './quotas/routes.js';
import { referenceHandlers } from './references/handlers.js';
import { referenceRoutes } from './references/routes.js';
import { componentTypesOf, customFaults } from './calculation/component-types.js';
import { rewardJobs } from './rewards/jobs.js';
import { rewardRoutes } from './rewards/routes.js';
import { salesJobs, summariseSales } from './sales/jobs.js';
import { salesRoutes, summariseProductsAgain } from './sales/routes.js';
import { unitHandlers } from './units/handlers.js';

/** Joins the features: each knows of the others only what it is handed here. */
export function setUpIncentive(ctx: Context) {
  const types = componentTypesOf(ctx.extensions.of(incentiveComponent));
  const plans = { latest: selectLatestPlans, versions: selectVersions };
  return {
    routes: {
      ...referenceRoutes(ctx, summariseProductsAgain),
      ...quotaRoutes(ctx),
      ...salesRoutes(ctx),
      ...planRoutes(ctx, (component) => customFaults(types, component)),
      ...rewardRoutes(ctx, { types, plans }),
    },
    handlers: { ...referenceHandlers, ...unitHandlers },
    jobs: {
      ...salesJobs(ctx),
      ...rewardJobs(ctx, {
        types,
        latestPlans: plans.latest,
        summarise: (context, signal) => summariseSales(context, { signal }),
      }),
    },
  };
}
