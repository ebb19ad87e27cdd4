import { type CampaignLine, campaignPlanned, marketingErrors } from '@quyu/marketing-contracts';
import {
  cursorPart,
  type Judgement,
  latestByKey,
  type Line,
  newValues,
  PAGE_DEFAULT,
  pageFrom,
  readCursor,
  takeLines,
} from '@quyu/plugin-kit';
import type { Context, RoutesOf } from '../context.js';
import { judgeCampaigns } from './campaigns.js';
import { findCampaign, readCampaigns, readPlans, saveCampaigns } from './store.js';

export function campaignRoutes(ctx: Context): RoutesOf<'planCampaigns' | 'listCampaigns' | 'getCampaign'> {
  return {
    planCampaigns: async ({ body }) => takeLines(body, (lines) => planChunk(ctx, lines)),

    listCampaigns: async ({ query }) => {
      const limit = query.limit ?? PAGE_DEFAULT;
      const [after] = readCursor(query.cursor, [cursorPart.text]) ?? [];
      const rows = await readCampaigns(ctx.db, { after, activeOn: query.activeOn, limit: limit + 1 });
      return pageFrom(rows, limit, ({ code }) => [code]);
    },

    getCampaign: async ({ params: { campaignId } }) => {
      const campaign = await findCampaign(ctx.db, campaignId);
      if (!campaign)
        throw marketingErrors.CAMPAIGN_NOT_FOUND({ detail: `no campaign has the id ${campaignId}` });
      return campaign;
    },
  };
}

function planChunk(ctx: Context, lines: readonly Line<CampaignLine>[]): Promise<readonly Judgement[]> {
  return ctx.transaction(async (tx) => {
    const stored = await readPlans(tx.db, [...new Set(lines.map(({ value }) => value.code))]);
    const judged = judgeCampaigns(stored, lines);
    const changed = latestByKey(newValues(judged), ({ code }) => code);
    if (changed.length === 0) return judged;
    const saved = await saveCampaigns(tx.db, changed, () => ctx.newId());
    for (const { campaignId, code, name, audience, discountBp, startDate, endDate } of saved) {
      tx.publish(campaignPlanned, { campaignId, code, name, audience, discountBp, startDate, endDate });
    }
    return judged;
  });
}
