import type { Partner } from '@quyu/partner-contracts';
import type { Insertable, Kysely } from 'kysely';
import type { PartnerDb, ReviewDecisionTable } from '../db/schema.js';
import { statusBy } from './enrolment.js';
import { partnerOf } from './rows.js';

type Db = Kysely<PartnerDb>;

/** The partner; it cannot change until the transaction ends. */
export async function lockPartner(db: Db, partnerId: string): Promise<Partner | undefined> {
  const query = db.selectFrom('partner').selectAll().where('partner_id', '=', partnerId).forUpdate();
  const row = await query.executeTakeFirst();
  return row && partnerOf(row);
}

/** Records a decision and lets it be the partner's status. */
export async function recordDecision(db: Db, made: Insertable<ReviewDecisionTable>): Promise<Partner> {
  await db.insertInto('review_decision').values(made).execute();
  const row = await db
    .updateTable('partner')
    .set((eb) => ({
      status: statusBy(made.decision),
      decision: made.decision,
      version: eb('version', '+', 1),
    }))
    .where('partner_id', '=', made.partner_id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return partnerOf(row);
}
