import type { Run, RunRequest } from '@quyu/incentive-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { RunTable } from '../db/run-schema.js';
import type { PayeeKind } from './engine.js';

type Db = Kysely<IncentiveDb>;

export async function insertRun(
  db: Db,
  run: { readonly runId: string; readonly request: RunRequest; readonly requestedAt: Date },
): Promise<void> {
  const request = JSON.stringify(run.request);
  await db.insertInto('run').values({ run_id: run.runId, request, requested_at: run.requestedAt }).execute();
}

export async function selectRun(db: Db, runId: string): Promise<Run | undefined> {
  const row = await db.selectFrom('run').selectAll().where('run_id', '=', runId).executeTakeFirst();
  return row && runOf(row);
}

/** Runs in the order they were asked for: ids rise with time. */
export async function selectRuns(
  db: Db,
  state: Run['state'] | undefined,
  after: string | undefined,
  limit: number,
): Promise<Run[]> {
  let query = db.selectFrom('run').selectAll().orderBy('run_id').limit(limit);
  if (after !== undefined) query = query.where('run_id', '>', after);
  if (state !== undefined) query = query.where('state', '=', state);
  return (await query.execute()).map(runOf);
}

function runOf(row: Selectable<RunTable>): Run {
  return {
    runId: row.run_id,
    state: row.state,
    request: row.request,
    results: row.results,
    changed: row.changed,
    amounts: row.amounts,
    digest: row.digest,
    failure: row.failure,
    requestedAt: row.requested_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
  };
}

/** Lets one run calculate at a time, and none while something is posted. */
export async function claimResults(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(7116857, hashtext('incentive.calculate'))`.execute(db);
}

/** A run that is about to be calculated. */
export interface NextRun {
  readonly run: Run;
  /** The number it has if it is calculated now. */
  readonly runNo: number;
  /** How all payees of a plan were last calculated, by its code. */
  readonly calculated: ReadonlyMap<string, { readonly version: number; readonly through: number }>;
}

export async function selectNextRun(db: Db, runId: string): Promise<NextRun | undefined> {
  const { rows } = await sql<Selectable<RunTable> & NextOf>`
    select r.*, (select coalesce(max(run_no), 0) + 1 from run) as "runNo",
      (select coalesce(json_agg(json_build_object('code', plan_code, 'version', plan_version, 'through', through)), '[]')
        from calculated_plan) as calculated
    from run r where r.run_id = ${runId}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const calculated = new Map(row.calculated.map(({ code, ...each }) => [code, each]));
  return { run: runOf(row), runNo: row.runNo, calculated };
}

interface NextOf {
  readonly runNo: number;
  readonly calculated: readonly {
    readonly code: string;
    readonly version: number;
    readonly through: number;
  }[];
}

export interface Mark {
  readonly kind: PayeeKind;
  readonly code: string;
}

/** Takes the marks that are there, and with people those who lead them or ever did; one made later stays for the next run. They come back if the transaction fails. */
export async function takeMarks(db: Db): Promise<Mark[]> {
  const { rows } = await sql<Mark>`
    with recursive taken as (
      delete from dirty_payee returning payee_kind, payee_code
    ), upwards as (
      select payee_code as code from taken where payee_kind = 'salesperson'
      union
      select m.manager_code from upwards join salesperson_manager m on m.code = upwards.code where m.manager_code is not null
    )
    select payee_kind as kind, payee_code as code from taken
    union
    select 'salesperson', code from upwards
    order by 1, 2`.execute(db);
  return rows;
}

/** In which currency the ledger is kept, and the last month of the last year with sales or quotas. */
export async function selectLedger(
  db: Db,
): Promise<{ readonly currency?: string; readonly through: number }> {
  const { rows } = await sql<{ currency: string | null; last: number | null }>`
    select (select currency from ledger) as currency,
      greatest((select max(quarter) from partner_quarter), (select max(quarter) from quota),
        (select max(quarter) from target_quota)) as last`.execute(db);
  const { currency, last } = rows[0]!;
  return { ...(currency ? { currency } : {}), through: Math.floor((last ?? 0) / 4) * 12 + 11 };
}

export async function upsertCalculated(
  db: Db,
  plans: readonly { readonly code: string; readonly version: number }[],
  through: number,
): Promise<void> {
  if (plans.length === 0) return;
  await sql`
    insert into calculated_plan (plan_code, plan_version, through)
    select code, version, ${through} from json_to_recordset(${JSON.stringify(plans.map(({ code, version }) => ({ code, version })))}::json)
      as p (code text, version int)
    on conflict (plan_code) do update set plan_version = excluded.plan_version, through = excluded.through`.execute(
    db,
  );
}

/** Completes a run; those before it that it covers are superseded where it has changed anything. */
export async function completeRun(
  db: Db,
  { runId, request }: Pick<Run, 'runId' | 'request'>,
  done: Pick<Run, 'results' | 'changed' | 'amounts'> & {
    readonly runNo: number;
    readonly digest: string;
    readonly at: Date;
  },
): Promise<void> {
  const scope = request.scope === undefined ? null : JSON.stringify(request.scope);
  await sql`
    with superseded as (
      update run set state = 'superseded'
      where ${done.changed > 0} and state = 'calculated' and run_no < ${done.runNo}
        and (${scope}::jsonb is null or request->'scope' = ${scope}::jsonb)
    )
    update run set state = 'calculated', run_no = ${done.runNo}, results = ${done.results}, changed = ${done.changed},
      amounts = ${JSON.stringify(done.amounts)}::jsonb, digest = ${done.digest}, failure = null, completed_at = ${done.at}
    where run_id = ${runId}`.execute(db);
}

export async function failRun(db: Db, runId: string, failure: string, at: Date): Promise<void> {
  await sql`
    update run set state = 'failed', failure = ${failure}, completed_at = ${at}
    where run_id = ${runId} and state = 'queued'`.execute(db);
}

/** Marks the partners of quarters that have changed, and whoever sold to them then. */
export async function markPayeesOfQuarters(
  db: Db,
  keys: readonly { readonly partnerId: string; readonly quarter: number }[],
): Promise<void> {
  await sql`
    with changed as (
      select * from unnest(${keys.map(({ partnerId }) => partnerId)}::uuid[], ${keys.map(({ quarter }) => quarter)}::int[])
        as c (partner_id, quarter)
    )
    insert into dirty_payee (payee_kind, payee_code)
    select distinct 'partner', p.code from changed c join partner p on p.partner_id = c.partner_id
    union all
    select distinct 'salesperson', s.salesperson_code
    from changed c join partner_quarter_seller s on s.partner_id = c.partner_id and s.quarter = c.quarter`.execute(
    db,
  );
}
