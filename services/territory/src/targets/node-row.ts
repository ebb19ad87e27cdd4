import type { TargetNode } from '@quyu/territory-contracts';
import type { Selectable } from 'kysely';
import type { TargetNodeTable } from '../db/market-schema.js';

/** A territory's part of a target as it is told. */
export function nodeOf(row: Selectable<TargetNodeTable>, currency: string): TargetNode {
  return {
    nodeId: row.node_id,
    targetId: row.target_id,
    version: row.version,
    territoryCode: row.territory_code,
    territoryName: row.territory_name,
    parentCode: row.parent_code,
    path: row.path,
    amount: { amount: row.amount, currency },
    status: row.status,
    method: row.method,
    shareBp: row.share_bp,
    weight: row.weight,
    round: row.round,
    issued: row.issued_amount === null ? null : { amount: row.issued_amount, currency },
    issuedBy: row.issued_by,
  };
}
