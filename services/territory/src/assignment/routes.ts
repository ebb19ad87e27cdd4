import { territoryErrors } from '@quyu/territory-contracts';
import type { Context, RoutesOf } from '../context.js';
import { countAssignments } from './count-store.js';
import { selectAssignment, selectAssignments } from './store.js';

const PAGE = 50;

export function assignmentRoutes({
  db,
}: Context): RoutesOf<'listAssignments' | 'getAssignment' | 'countAssignments'> {
  return {
    listAssignments: ({ query }) => selectAssignments(db, { ...query, limit: query.limit ?? PAGE }),

    async getAssignment({ params: { subjectId } }) {
      const assignment = await selectAssignment(db, subjectId);
      if (assignment) return assignment;
      const detail = `${subjectId} was never enrolled, or no model has been active since`;
      throw territoryErrors.SUBJECT_NOT_FOUND({ detail });
    },

    countAssignments: () => countAssignments(db),
  };
}
