import type { SalesLinesRecorded } from '@quyu/incentive-contracts';
import { accrueEarnings } from './accounts/accrual-store.js';
import { accountRoutes } from './accounts/routes.js';
import { book, isPayee, lockAccount } from './accounts/store.js';
import type { Context } from './context.js';
import { compilePlan } from './calculation/calculate.js';
import { type ComponentTypes, componentTypesOf, customFaults } from './calculation/component-types.js';
import { holdToCeilings } from './costs/assess-store.js';
import { costRoutes } from './costs/routes.js';
import { creditRoutes } from './crediting/credit-routes.js';
import { creditingRoutes } from './crediting/routes.js';
import { markCreditedOfQuarters } from './crediting/mark-store.js';
import { currencyRoutes } from './currencies/routes.js';
import { disputeRoutes } from './disputes/routes.js';
import { incentiveComponent } from './extension-points.js';
import { selectLookLines, totalLooks } from './histories/line-list-store.js';
import { readHistories } from './histories/read-store.js';
import { inTurn } from './in-turn.js';
import { factHandlers } from './payee-facts/handlers.js';
import { factRoutes } from './payee-facts/routes.js';
import { payoutRoutes } from './payouts/routes.js';
import { type PlanNeeds, planRoutes } from './plans/routes.js';
import { selectLatestPlans, selectVersions } from './plans/store.js';
import { targetHandlers } from './quotas/handlers.js';
import { quotaRoutes } from './quotas/routes.js';
import { referenceHandlers } from './references/handlers.js';
import { referenceRoutes } from './references/routes.js';
import { redemptionJobs } from './redemptions/jobs.js';
import { redemptionRoutes } from './redemptions/routes.js';
import type { Engine } from './runs/engine.js';
import { runJobs } from './runs/jobs.js';
import { planEngine } from './runs/plan-engine.js';
import { comparisonRoutes } from './runs/comparison-routes.js';
import { explanationRoutes } from './runs/explanation-routes.js';
import { changeSales } from './sales/change-store.js';
import { whatIfRoutes } from './runs/what-if-routes.js';
import { resultRoutes } from './runs/result-routes.js';
import { runRoutes } from './runs/routes.js';
import { markPayeesOfQuarters } from './runs/run-store.js';
import { retryAllRejected, salesJobs, summariseSales } from './sales/jobs.js';
import { salesHandlers } from './sales/handlers.js';
import { rejectionRoutes } from './sales/rejection-routes.js';
import { takeUpload, uploadOfLines } from './sales/upload-store.js';
import { firstRejection } from './sales/rejection-list-store.js';
import { salesRoutes, summariseProductsAgain } from './sales/routes.js';
import { simulationRoutes } from './simulations/routes.js';
import { resultSentences } from './statements/line-texts.js';
import { statementRoutes } from './statements/routes.js';
import { unitHandlers } from './units/handlers.js';

/** Lines have come: who sold them, and who else is credited with them. */
const markAllOfQuarters: typeof markPayeesOfQuarters = async (db, keys) => {
  await markPayeesOfQuarters(db, keys);
  await markCreditedOfQuarters(db, keys);
};

/** Joins the features: each knows of the others only what it is handed here. */
export function setUpIncentive(ctx: Context, heard: readonly SalesLinesRecorded[]) {
  const types = componentTypesOf(ctx.extensions.of(incentiveComponent));
  const engine = planEngine(types, readHistories);
  return {
    routes: {
      ...ledgerRoutes(ctx),
      ...calculationRoutes(ctx, types, engine),
      ...settlementRoutes(ctx, engine),
    },
    handlers: { ...handlersOf(ctx), ...salesHandlers(ctx, heard) },
    jobs: {
      ...salesJobs(ctx, markAllOfQuarters),
      ...redemptionJobs(ctx, ACCOUNTS),
      ...runJobs(ctx, {
        engine,
        latestPlans: selectLatestPlans,
        summarise: (context, signal) => summariseSales(context, { signal, onSummed: markAllOfQuarters }),
      }),
    },
  };
}

const ACCOUNTS = { isPayee, lock: lockAccount, book };

/** What was sold, and what is known of whom. */
function ledgerRoutes(ctx: Context) {
  return {
    ...referenceRoutes(ctx, { groupsChanged: summariseProductsAgain, productsAdded: retryAllRejected }),
    ...quotaRoutes(ctx),
    ...factRoutes(ctx),
    ...salesRoutes(ctx),
    ...rejectionRoutes(ctx),
    ...currencyRoutes(ctx, retryAllRejected),
  };
}

/** What is earned on it. */
function calculationRoutes(ctx: Context, types: ComponentTypes, engine: Engine) {
  const needs = planNeeds(types);
  return {
    ...planRoutes(ctx, needs),
    ...simulationRoutes(ctx, { compilePlan: engine.compilePlan, checkCustom: needs.checkCustom }),
    ...whatIfRoutes(ctx, {
      engine,
      checkCustom: needs.checkCustom,
      latestPlans: selectLatestPlans,
      changeSales: (tx, sales) => changeSales(ctx, tx, sales),
    }),
    ...comparisonRoutes(ctx),
    ...explanationRoutes(ctx, {
      explain: engine.explain,
      looksOf: engine.looksOf,
      versions: selectVersions,
      totalLooks,
      selectLookLines,
      sentences: resultSentences,
    }),
    ...resultRoutes(ctx, { explain: engine.explain, versions: selectVersions }),
    ...runRoutes(ctx, {
      latestPlans: selectLatestPlans,
      settle: async (tx, runId) => void (await accrueEarnings(tx.db, runId)),
      judgeCosts: holdToCeilings,
    }),
    ...costRoutes(ctx),
    ...creditingRoutes(ctx),
    ...creditRoutes(ctx),
  };
}

/** What becomes of it. */
function settlementRoutes(ctx: Context, { explain }: Engine) {
  return {
    ...accountRoutes(ctx),
    ...redemptionRoutes(ctx, ACCOUNTS),
    ...payoutRoutes(ctx, ACCOUNTS),
    ...statementRoutes(ctx, explain),
    ...disputeRoutes(ctx, {
      ...ACCOUNTS,
      record: (tx, source, file, lines) => takeUpload(tx, uploadOfLines(ctx, source, file, lines)),
      refusalOf: async (tx, importId) => (await firstRejection(tx.db, importId)).message,
    }),
  };
}

/** What plans ask of the types of components there are. */
function planNeeds(types: ComponentTypes): PlanNeeds {
  return {
    checkCustom: (component) => customFaults(types, component),
    factsOfCustom: ({ type, settings }) => types.get(type)?.make(settings).factNames ?? [],
    payeeKinds: (plan) => [...compilePlan({ code: 'draft', version: 0, ...plan }, types).payeeKinds],
  };
}

/** Some events say something to several rooms: to the lists of what is there, and of facts of partners. */
function handlersOf(ctx: Context) {
  const facts = factHandlers(ctx);
  const references = referenceHandlers(ctx);
  const [enrolled, assigned, unassigned] = [
    'partner.enrolled.v1', 'territory.account-assigned.v1', 'territory.account-unassigned.v1',
  ] as const; // prettier-ignore
  return {
    ...facts,
    ...references,
    ...unitHandlers,
    ...targetHandlers,
    [enrolled]: inTurn(references[enrolled], facts[enrolled]),
    [assigned]: inTurn(references[assigned], facts[assigned]),
    [unassigned]: inTurn(references[unassigned], facts[unassigned]),
  };
}
