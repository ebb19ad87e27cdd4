import { partnerErrors } from '@quyu/partner-contracts';
import type { Context, RoutesOf } from '../context.js';
import { assertSound, versionOf } from './policies.js';
import { lockPolicyInForce, putInForce, selectLatestPolicy, selectPolicyInForce } from './store.js';

/** A policy that is put in force applies to enrolments from then on; partners are not screened again because of it. */
export function policyRoutes(ctx: Context): RoutesOf<'putScreeningPolicy' | 'getScreeningPolicy'> {
  return {
    async putScreeningPolicy({ params: { code }, body }, tx) {
      assertSound(body);
      await lockPolicyInForce(tx.db);
      const policy = versionOf(await selectLatestPolicy(tx.db, code), code, body);
      await putInForce(tx.db, policy, ctx.now());
      return policy;
    },

    async getScreeningPolicy() {
      const policy = await selectPolicyInForce(ctx.db);
      if (policy) return policy;
      throw partnerErrors.NO_SCREENING_POLICY({ detail: 'no screening policy was ever set' });
    },
  };
}
