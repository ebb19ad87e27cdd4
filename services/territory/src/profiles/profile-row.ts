import type { MarketProfile } from '@quyu/territory-contracts';
import type { Selectable } from 'kysely';
import type { MarketProfileTable } from '../db/market-schema.js';
import { concentrationOf } from './concentration.js';

/** A profile as it is told, with its concentration. */
export function profileOf(row: Selectable<MarketProfileTable>): MarketProfile {
  const shares = row.competitors.map(({ shareBp }) => shareBp);
  return {
    profileId: row.profile_id,
    version: row.version,
    territoryCode: row.territory_code,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    capacity: { amount: row.capacity, currency: row.currency },
    growthBp: row.growth_bp,
    ownShareBp: row.own_share_bp,
    competitors: row.competitors,
    habits: row.habits,
    policyNotes: row.policy_notes,
    ...concentrationOf([row.own_share_bp ?? 0, ...shares]),
    recordedBy: row.recorded_by,
    recordedAt: row.recorded_at.toISOString(),
    replacedAt: row.replaced_at?.toISOString() ?? null,
  };
}
