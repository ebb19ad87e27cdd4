import { type Separation, platformErrors } from '@quyu/contract-kit';
import type { PluginSpec, RouteRequest } from '@quyu/plugin-kit';
import type { Session } from '../database/session.js';

/** What keeps one person from doing two things that must be done by two. */
export type SeparateDuties = (input: RouteRequest, session: Session) => Promise<void>;

/** By what the audit log says of the thing's rows, and by what entries say they were about. */
const DONE_BEFORE = `
  select operation from (
    select e.operation from audit_change c join audit_entry e on e.entry_id = c.entry_id
    where c.table_name = any($1) and c.row_key = $2 and e.actor = $3 and e.operation = any($4)
    union all
    select operation from audit_entry where resource_id = $2 and actor = $3 and operation = any($4)
  ) done limit 1`;

/**
 * Makes the check of a route's separation of duties.
 *
 * @returns a function that throws SEPARATION_OF_DUTIES, in the transaction in which the route's work is to be done; undefined for a
 * route that is apart from nothing.
 */
export function separationOf(
  spec: Pick<PluginSpec, 'id' | 'db'>,
  apartFrom: Separation | undefined,
): SeparateDuties | undefined {
  if (!apartFrom) return undefined;
  const tables = Object.keys(spec.db?.audited ?? {});
  const operations = apartFrom.operations.map((operation) => `${spec.id}.${operation}`);
  return async ({ params, caller }, session) => {
    const id = (params as Readonly<Record<string, unknown>>)[apartFrom.of];
    const values = [tables, String(id), caller.subject, operations];
    const { rows } = await session.query<{ operation: string }>({
      name: 'separation',
      text: DONE_BEFORE,
      values,
    });
    const [done] = rows;
    if (!done) return;
    const detail = `you did ${done.operation} to it: this must be done by somebody else`;
    throw platformErrors.SEPARATION_OF_DUTIES({ detail });
  };
}
