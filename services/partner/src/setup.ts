import { partnerErrors, type PartnerProfile } from '@quyu/partner-contracts';
import type { Context, Tx } from './context.js';
import { screeningCheck } from './extension-points.js';
import { partnerHandlers } from './partners/handlers.js';
import { enrolmentRoutes, partnerRoutes } from './partners/routes.js';
import { policyRoutes } from './policies/routes.js';
import { selectPolicyInForce } from './policies/store.js';
import { screenWith } from './screening/screening.js';

/** Joins the features: partners are screened by the policy in force with the checks of this deployment. */
export function setUpPartner(ctx: Context) {
  const screen = screenWith(ctx.extensions.of(screeningCheck));
  const readScreen = async (db: Tx['db']) => {
    const policy = await selectPolicyInForce(db);
    if (policy) return (profile: PartnerProfile) => screen(policy, profile);
    throw partnerErrors.NO_SCREENING_POLICY({ detail: 'set a screening policy before enrolling partners' });
  };
  return {
    routes: { ...enrolmentRoutes(ctx, readScreen), ...partnerRoutes(ctx), ...policyRoutes(ctx) },
    handlers: partnerHandlers(),
    jobs: {},
  };
}
