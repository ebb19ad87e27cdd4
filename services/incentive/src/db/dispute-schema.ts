import type { DisputeEffect, Disputed, DisputeState } from '@quyu/incentive-contracts';
import type { Jsonb } from '@quyu/plugin-kit';
import type { ColumnType, GeneratedAlways } from 'kysely';

export interface DisputeTable {
  dispute_id: string;
  payee_kind: 'partner' | 'salesperson';
  payee_code: string;
  /** Which thing is disputed. */
  subject: string;
  disputed: Jsonb<Disputed>;
  statement: string;
  state: DisputeState;
  opened_by: string;
  opened_on: string;
  due_on: string;
  /** Minor units of `held_currency` that are held back until it is decided. */
  held: string | null;
  held_currency: string | null;
  decided_by: string | null;
  reason: string | null;
  effects: ColumnType<DisputeEffect[], string | undefined, string>;
}

export interface DisputeCommentTable {
  comment_id: GeneratedAlways<string>;
  dispute_id: string;
  made_by: string;
  made_at: Date;
  text: string;
}

export interface DisputeTables {
  dispute: DisputeTable;
  dispute_comment: DisputeCommentTable;
}
