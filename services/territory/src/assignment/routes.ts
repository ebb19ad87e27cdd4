import { PAGE_DEFAULT } from '@quyu/plugin-kit';
import { territoryErrors } from '@quyu/territory-contracts';
import type { Context, RoutesOf } from '../context.js';
import { countAssignments } from './count-store.js';
import { selectAssignment, selectAssignments } from './store.js';

export function assignmentRoutes({
  db,
}: Context): RoutesOf<'listAssignments' | 'getAssignment' | 'countAssignments'> {
  return {
    listAssignments: ({ query }) => selectAssignments(db, { ...query, limit: query.limit ?? PAGE_DEFAULT }),

    async getAssignment({ params: { subjectId } }) {
      const assignment = await selectAssignment(db, subjectId);
      if (assignment) return assignment;
      const detail = `${subjectId} was never enrolled, or no model has been active since`;
      throw territoryErrors.SUBJECT_NOT_FOUND({ detail });
    },

    countAssignments: () => countAssignments(db),
  };
}
