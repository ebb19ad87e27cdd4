import type { Campaign, CampaignLine } from '@quyu/marketing-contracts';
import { type Fault, type Judgement, judgeReplacements, type Line } from '@quyu/plugin-kit';

/** A campaign's content, whatever its id. */
export type CampaignPlan = Omit<Campaign, 'campaignId'>;

/** What contradicts itself in a line that parsed. Dates compare as text: they are `YYYY-MM-DD`. */
export function faultsOf({ startDate, endDate, minQuantity, maxQuantity }: CampaignLine): Fault[] {
  const faults: Fault[] = [];
  if (endDate < startDate)
    faults.push({ pointer: '/endDate', code: 'END_BEFORE_START', message: `is before ${startDate}` });
  if (maxQuantity !== undefined && maxQuantity < minQuantity)
    faults.push({ pointer: '/maxQuantity', code: 'MAX_BELOW_MIN', message: `is below ${minQuantity}` });
  return faults;
}

/** Judges lines in their order: a later line of a code replaces an earlier one. */
export function judgeCampaigns(
  stored: ReadonlyMap<string, CampaignPlan>,
  lines: readonly Line<CampaignLine>[],
): readonly Judgement<CampaignPlan>[] {
  return judgeReplacements(stored, lines, { keyOf: ({ code }) => code, valueOf: planOf, faultsOf });
}

function planOf(line: CampaignLine): CampaignPlan {
  return { ...line, maxQuantity: line.maxQuantity ?? null };
}
