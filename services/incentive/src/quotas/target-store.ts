import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** What of a target falls to one person in one quarter. */
export interface TargetShare {
  readonly nodeId: string;
  readonly salespersonCode: string;
  readonly quarter: number;
  readonly territoryCode: string;
  readonly path: readonly string[];
  readonly ofYear: boolean;
  /** Minor units as text, above zero. */
  readonly amount: string;
  readonly currency: string;
  /** ISO 8601 instant. */
  readonly acceptedAt: string;
}

/**
 * Puts shares in the place of what was known of these nodes; without shares a node has ended. Whose quotas change by it are calculated
 * again. The same shares again change nothing.
 */
export async function replaceShares(
  db: Db,
  nodeIds: readonly string[],
  shares: readonly TargetShare[],
): Promise<void> {
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(shares)}::jsonb) as s ("nodeId" uuid, "salespersonCode" text, quarter int,
        "territoryCode" text, path text[], "ofYear" boolean, amount bigint, currency text, "acceptedAt" timestamptz)
    ), ended as (
      delete from target_quota t where node_id = any(${nodeIds}::uuid[]) and not exists (
        select from given g where g."nodeId" = t.node_id and g."salespersonCode" = t.salesperson_code and g.quarter = t.quarter
      )
      returning salesperson_code
    ), kept as (
      insert into target_quota (node_id, salesperson_code, quarter, territory_code, path, of_year, amount, currency, accepted_at)
      select * from given
      on conflict (node_id, salesperson_code, quarter) do update
        set territory_code = excluded.territory_code, path = excluded.path, amount = excluded.amount,
          currency = excluded.currency, accepted_at = excluded.accepted_at
        where (target_quota.amount, target_quota.currency, target_quota.path, target_quota.accepted_at)
          is distinct from (excluded.amount, excluded.currency, excluded.path, excluded.accepted_at)
      returning salesperson_code
    )
    insert into dirty_payee (payee_kind, payee_code)
    select 'salesperson', salesperson_code from ended union select 'salesperson', salesperson_code from kept`.execute(
    db,
  );
}
