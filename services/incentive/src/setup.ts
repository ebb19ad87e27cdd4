import { accrueEarnings } from './accounts/accrual-store.js';
import { accountRoutes } from './accounts/routes.js';
import { book, isPayee, lockAccount } from './accounts/store.js';
import type { Context } from './context.js';
import { componentTypesOf, customFaults } from './calculation/component-types.js';
import { holdToCeilings } from './costs/assess-store.js';
import { costRoutes } from './costs/routes.js';
import { currencyRoutes } from './currencies/routes.js';
import { incentiveComponent } from './extension-points.js';
import { readHistories } from './histories/read-store.js';
import { factRoutes } from './payee-facts/routes.js';
import { payoutRoutes } from './payouts/routes.js';
import { planRoutes } from './plans/routes.js';
import { selectLatestPlans, selectVersions } from './plans/store.js';
import { quotaRoutes } from './quotas/routes.js';
import { referenceHandlers } from './references/handlers.js';
import { referenceRoutes } from './references/routes.js';
import { redemptionJobs } from './redemptions/jobs.js';
import { redemptionRoutes } from './redemptions/routes.js';
import { runJobs } from './runs/jobs.js';
import { planEngine } from './runs/plan-engine.js';
import { resultRoutes } from './runs/result-routes.js';
import { runRoutes } from './runs/routes.js';
import { markPayeesOfQuarters } from './runs/run-store.js';
import { retryAllRejected, salesJobs, summariseSales } from './sales/jobs.js';
import { rejectionRoutes } from './sales/rejection-routes.js';
import { salesRoutes, summariseProductsAgain } from './sales/routes.js';
import { unitHandlers } from './units/handlers.js';

/** Joins the features: each knows of the others only what it is handed here. */
export function setUpIncentive(ctx: Context) {
  const types = componentTypesOf(ctx.extensions.of(incentiveComponent));
  const engine = planEngine(types, readHistories);
  const accounts = { isPayee, lock: lockAccount, book };
  return {
    routes: {
      ...referenceRoutes(ctx, {
        groupsChanged: summariseProductsAgain,
        productsAdded: retryAllRejected,
      }),
      ...quotaRoutes(ctx),
      ...salesRoutes(ctx),
      ...rejectionRoutes(ctx),
      ...currencyRoutes(ctx, retryAllRejected),
      ...planRoutes(ctx, (component) => customFaults(types, component)),

      ...resultRoutes(ctx, { engine, versions: selectVersions }),
      ...runRoutes(ctx, {
        latestPlans: selectLatestPlans,
        settle: async (tx, runId) => void (await accrueEarnings(tx.db, runId)),
        judgeCosts: holdToCeilings,
      }),
      ...accountRoutes(ctx),
      ...redemptionRoutes(ctx, accounts),
      ...payoutRoutes(ctx, accounts),

      ...factRoutes(ctx),

      ...costRoutes(ctx),
    },
    handlers: { ...referenceHandlers, ...unitHandlers },
    jobs: {
      ...salesJobs(ctx, markPayeesOfQuarters),
      ...redemptionJobs(ctx, accounts),

      ...runJobs(ctx, {
        engine,
        latestPlans: selectLatestPlans,
        summarise: (context, signal) => summariseSales(context, { signal, onSummed: markPayeesOfQuarters }),
      }),
    },
  };
}
