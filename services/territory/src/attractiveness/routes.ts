import { cursorPart, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import { type AttractivenessPolicy, territoryErrors } from '@quyu/territory-contracts';
import type { Context, RoutesOf } from '../context.js';
import { businessDateOf } from '../business-date.js';
import { assertPlannable } from '../facts/business-days.js';
import { assertWeights, comparable, policyVersionOf, rankProfiles } from './attractiveness.js';
import {
  lockPolicyInForce,
  putInForce,
  selectLatestPolicy,
  selectPolicyInForce,
  selectProfilesOn,
} from './store.js';

type Operations = 'putAttractivenessPolicy' | 'getAttractivenessPolicy' | 'rankTerritories';

/** Which markets are worth most. A caller whose grant is limited compares the territories within it only. */
export function attractivenessRoutes(ctx: Context): RoutesOf<Operations> {
  const readPolicy = async (): Promise<AttractivenessPolicy> => {
    const policy = await selectPolicyInForce(ctx.db);
    if (policy) return policy;
    throw territoryErrors.NO_ATTRACTIVENESS_POLICY({ detail: 'no weights were ever set' });
  };
  return {
    async putAttractivenessPolicy({ params: { code }, body: { weights } }, tx) {
      assertWeights(weights);
      await lockPolicyInForce(tx.db);
      const policy = policyVersionOf(await selectLatestPolicy(tx.db, code), code, weights);
      await putInForce(tx.db, policy, ctx.now());
      return policy;
    },

    getAttractivenessPolicy: readPolicy,

    async rankTerritories({ query: { on, parentCode, currency, cursor, limit = PAGE_DEFAULT } }) {
      assertPlannable(on, '/query/on');
      const [shown = '0'] = readCursor(cursor, [cursorPart.int]) ?? [];
      const policy = await readPolicy();
      const day = on ?? businessDateOf(ctx.now(), ctx.config.timeZone);
      const profiles = await selectProfilesOn(ctx.db, day, parentCode);
      const ranked = rankProfiles(comparable(profiles, currency), policy);
      const rows = ranked.slice(Number(shown), Number(shown) + limit + 1);
      return pageFrom(rows, limit, () => [String(Number(shown) + limit)]);
    },
  };
}
