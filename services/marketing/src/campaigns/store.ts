import type { Campaign } from '@quyu/marketing-contracts';
import { type Selectable, sql } from 'kysely';
import type { CampaignTable, Db } from '../db/schema.js';
import type { CampaignPlan } from './campaigns.js';

export async function findCampaign(db: Db, campaignId: string): Promise<Campaign | undefined> {
  const row = await db
    .selectFrom('campaign')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst();
  return row && campaignOf(row);
}

/** Plans by code, of those codes that are known. */
export async function readPlans(db: Db, codes: readonly string[]): Promise<Map<string, CampaignPlan>> {
  const rows = await db.selectFrom('campaign').selectAll().where('code', 'in', codes).execute();
  return new Map(rows.map((row) => [row.code, planOf(row)]));
}

/**
 * Stores plans, each code once and in the order of their codes; `newId` gives new campaigns their ids.
 *
 * @returns those whose content is new: another request may have been faster.
 */
export async function saveCampaigns(
  db: Db,
  plans: readonly CampaignPlan[],
  newId: () => string,
): Promise<Campaign[]> {
  const saved = await db
    .insertInto('campaign')
    .values(plans.map((plan) => rowOf(newId(), plan)))
    .onConflict((conflict) =>
      conflict
        .column('code')
        .doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          kind: eb.ref('excluded.kind'),
          audience: eb.ref('excluded.audience'),
          discount_bp: eb.ref('excluded.discount_bp'),
          start_date: eb.ref('excluded.start_date'),
          end_date: eb.ref('excluded.end_date'),
          min_quantity: eb.ref('excluded.min_quantity'),
          max_quantity: eb.ref('excluded.max_quantity'),
        }))
        .where(
          sql<boolean>`(campaign.name, campaign.kind, campaign.audience, campaign.discount_bp, campaign.start_date,
            campaign.end_date, campaign.min_quantity, campaign.max_quantity) is distinct from (excluded.name, excluded.kind,
            excluded.audience, excluded.discount_bp, excluded.start_date, excluded.end_date, excluded.min_quantity,
            excluded.max_quantity)`,
        ),
    )
    .returningAll()
    .execute();
  return saved.map(campaignOf);
}

/** Campaigns in the order of their codes, after one code; of one day only if asked. */
export async function readCampaigns(
  db: Db,
  query: {
    readonly after: string | undefined;
    readonly activeOn: string | undefined;
    readonly limit: number;
  },
): Promise<Campaign[]> {
  const { after, activeOn, limit } = query;
  let found = db.selectFrom('campaign').selectAll().orderBy('code').limit(limit);
  if (after !== undefined) found = found.where('code', '>', after);
  if (activeOn !== undefined)
    found = found.where('start_date', '<=', activeOn).where('end_date', '>=', activeOn);
  return (await found.execute()).map(campaignOf);
}

export async function countCampaigns(db: Db): Promise<number> {
  const { campaigns } = await db
    .selectFrom('campaign')
    .select(({ fn }) => fn.countAll<string>().as('campaigns'))
    .executeTakeFirstOrThrow();
  return Number(campaigns);
}

function rowOf(campaignId: string, plan: CampaignPlan): CampaignTable {
  return {
    campaign_id: campaignId,
    code: plan.code,
    name: plan.name,
    kind: plan.kind,
    audience: plan.audience,
    discount_bp: plan.discountBp,
    start_date: plan.startDate,
    end_date: plan.endDate,
    min_quantity: plan.minQuantity,
    max_quantity: plan.maxQuantity,
  };
}

function campaignOf(row: Selectable<CampaignTable>): Campaign {
  return { campaignId: row.campaign_id, ...planOf(row) };
}

function planOf(row: Selectable<CampaignTable>): CampaignPlan {
  return {
    code: row.code,
    name: row.name,
    kind: row.kind,
    audience: row.audience,
    discountBp: row.discount_bp,
    startDate: row.start_date,
    endDate: row.end_date,
    minQuantity: row.min_quantity,
    maxQuantity: row.max_quantity,
  };
}
