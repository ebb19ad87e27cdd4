import type { Dispute, DisputeComment, DisputeEffect, DisputeState } from '@quyu/incentive-contracts';
import {
  cursorPart,
  money,
  type Page,
  PAGE_DEFAULT,
  pageFrom,
  type PageQuery,
  readCursor,
} from '@quyu/plugin-kit';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import { type KnownLine, subjectOf } from './disputes.js';

type Db = Kysely<IncentiveDb>;

/** @returns whether it is the only one of its thing that is not decided. */
export async function insertDispute(db: Db, dispute: Omit<Dispute, 'isOverdue'>): Promise<boolean> {
  const { disputeId, disputed, held, payeeKind, payeeCode, statement, state, openedBy, openedOn, dueOn } = dispute;
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('dispute')
    .values({
      dispute_id: disputeId, payee_kind: payeeKind, payee_code: payeeCode, subject: subjectOf(disputed), disputed: JSON.stringify(disputed),
      statement, state, opened_by: openedBy, opened_on: openedOn, due_on: dueOn, held: held?.amount ?? null,
      held_currency: held?.currency ?? null, decided_by: null, reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
} // prettier-ignore

interface Row extends Omit<Dispute, 'held'> {
  readonly held: string | null;
  readonly heldCurrency: string | null;
}

const COLUMNS = (today: string) => sql`
  dispute_id as "disputeId", payee_kind as "payeeKind", payee_code as "payeeCode", disputed, statement, state, opened_by as "openedBy",
  opened_on::text as "openedOn", due_on::text as "dueOn", (state in ('open', 'under-review') and due_on < ${today}::date) as "isOverdue",
  held::text as held, held_currency as "heldCurrency", decided_by as "decidedBy", reason, effects`;

async function select(db: Db, today: string, rest: RawBuilder<unknown>): Promise<Dispute[]> {
  const { rows } = await sql<Row>`select ${COLUMNS(today)} from dispute ${rest}`.execute(db);
  return rows.map(({ held, heldCurrency, ...row }) => ({
    ...row,
    held: held === null ? null : money(BigInt(held), heldCurrency!),
  }));
}

export async function selectDispute(db: Db, disputeId: string, today: string): Promise<Dispute | undefined> {
  return (await select(db, today, sql`where dispute_id = ${disputeId}::uuid`))[0];
}

/** The same; nobody else decides it until the transaction ends. */
export async function lockDispute(db: Db, disputeId: string, today: string): Promise<Dispute | undefined> {
  return (await select(db, today, sql`where dispute_id = ${disputeId}::uuid for update`))[0];
}

export interface DisputeFilter {
  readonly state?: DisputeState | undefined;
  readonly payeeCode?: string | undefined;
  readonly overdue?: boolean | undefined;
}

/** In the order in which they were opened. */
export async function pageOfDisputes(
  db: Db,
  { state, payeeCode, overdue, cursor, limit = PAGE_DEFAULT }: DisputeFilter & PageQuery,
  today: string,
): Promise<Page<Dispute>> {
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  const disputes = await select(
    db,
    today,
    sql`where true
      ${after === undefined ? sql`` : sql`and dispute_id > ${after}::uuid`}
      ${state === undefined ? sql`` : sql`and state = ${state}`}
      ${payeeCode === undefined ? sql`` : sql`and payee_code = ${payeeCode}`}
      ${overdue === true ? sql`and state in ('open', 'under-review') and due_on < ${today}::date` : sql``}
      order by dispute_id limit ${limit + 1}`,
  );
  return pageFrom(disputes, limit, ({ disputeId }) => [disputeId]);
}

export async function updateState(db: Db, disputeId: string, state: DisputeState): Promise<void> {
  await db.updateTable('dispute').set({ state }).where('dispute_id', '=', disputeId).execute();
}

export interface Ending {
  readonly state: 'accepted' | 'rejected' | 'withdrawn';
  readonly by: string;
  readonly reason: string;
  readonly effects: readonly DisputeEffect[];
}

export async function endDispute(
  db: Db,
  disputeId: string,
  { state, by, reason, effects }: Ending,
): Promise<void> {
  await db
    .updateTable('dispute')
    .set({ state, decided_by: by, reason, effects: JSON.stringify(effects), held: null, held_currency: null })
    .where('dispute_id', '=', disputeId)
    .execute();
}

export async function insertComment(db: Db, disputeId: string, { by, at, text }: DisputeComment): Promise<void> {
  await db.insertInto('dispute_comment').values({ dispute_id: disputeId, made_by: by, made_at: new Date(at), text }).execute();
} // prettier-ignore

export async function selectComments(db: Db, disputeId: string): Promise<DisputeComment[]> {
  const rows = await db
    .selectFrom('dispute_comment')
    .selectAll()
    .where('dispute_id', '=', disputeId)
    .orderBy('comment_id')
    .limit(1000)
    .execute();
  return rows.map(({ made_by: by, made_at, text }) => ({ by, at: made_at.toISOString(), text }));
}

/** A sale of the ledger, with what has come back of it. A return is none. */
export async function selectLine(db: Db, source: string, lineId: string): Promise<KnownLine | undefined> {
  const { rows } = await sql<Omit<KnownLine, 'amount' | 'amountBack'> & Record<'minor' | 'currency' | 'amountBack', string>>`
    select s.line_id as "lineId", s.order_number as "order", s.sold_on::text as date, s.product_code as product, p.code as partner,
      s.salesperson_code as salesperson, s.quantity, s.amount::text as minor, s.currency, back.quantity as "quantityBack",
      back.amount as "amountBack"
    from sale s
    join partner p on p.partner_id = s.partner_id
    cross join lateral (
      select coalesce(sum(r.quantity), 0)::int as quantity, coalesce(sum(r.amount), 0)::text as amount
      from sale r where r.returns_line_id = s.line_id and r.source = s.source
    ) back
    where s.source = ${source} and s.line_id = ${lineId} and s.returns_line_id is null`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { minor, currency, amountBack, ...line } = row;
  return { ...line, amount: money(BigInt(minor), currency), amountBack: BigInt(amountBack) };
} // prettier-ignore

/** Whether a result of the payee stands under this id. */
export async function isResultOf(
  db: Db,
  resultId: string,
  { payeeKind, payeeCode }: Pick<Dispute, 'payeeKind' | 'payeeCode'>,
): Promise<boolean> {
  const row = await db
    .selectFrom('result_version')
    .select('result_id')
    .where('result_id', '=', resultId)
    .where('payee_kind', '=', payeeKind)
    .where('payee_code', '=', payeeCode)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
