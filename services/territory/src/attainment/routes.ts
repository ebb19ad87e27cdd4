import { PAGE_DEFAULT } from '@quyu/plugin-kit';
import type { Context, RoutesOf } from '../context.js';
import { assertFound } from '../targets/targets.js';
import { selectAttainedTarget, selectAttainment } from './store.js';

export function attainmentRoutes({ db }: Context): RoutesOf<'listAttainment'> {
  return {
    async listAttainment({ params: { targetId }, query }) {
      const target = assertFound(await selectAttainedTarget(db, targetId), targetId);
      return selectAttainment(db, target, { ...query, limit: query.limit ?? PAGE_DEFAULT });
    },
  };
}
