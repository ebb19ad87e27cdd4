import { isDeepStrictEqual } from 'node:util';
import type { Campaign, CampaignLine } from '@quyu/marketing-contracts';
import type { Fault } from '@quyu/plugin-kit';
import type { Line, Outcome } from '../take-lines.js';

/** A campaign's content, whatever its id. */
export type CampaignPlan = Omit<Campaign, 'campaignId'>;

/** What a chunk of lines comes to: the plans to store, and what to answer. */
export interface Planning extends Outcome {
  readonly changed: readonly CampaignPlan[];
}

/** What contradicts itself in a line that parsed. Dates compare as text: they are `YYYY-MM-DD`. */
export function faultsOf({ startDate, endDate, minQuantity, maxQuantity }: CampaignLine): Fault[] {
  const faults: Fault[] = [];
  if (endDate < startDate)
    faults.push({ pointer: '/endDate', code: 'END_BEFORE_START', message: `is before ${startDate}` });
  if (maxQuantity !== undefined && maxQuantity < minQuantity)
    faults.push({ pointer: '/maxQuantity', code: 'MAX_BELOW_MIN', message: `is below ${minQuantity}` });
  return faults;
}

/** Decides on lines in their order: a later line of a code replaces an earlier one. */
export function planLines(
  lines: readonly Line<CampaignLine>[],
  stored: ReadonlyMap<string, CampaignPlan>,
): Planning {
  const judged = lines.map(({ line, value }) => ({ line, value, faults: faultsOf(value) }));
  const sound = judged.filter(({ faults }) => faults.length === 0).map(({ value }) => planOf(value));
  const latest = new Map(stored);
  let created = 0;
  for (const plan of sound) {
    if (isDeepStrictEqual(latest.get(plan.code), plan)) continue;
    latest.set(plan.code, plan);
    created += 1;
  }
  return {
    created,
    unchanged: sound.length - created,
    rejections: judged
      .filter(({ faults }) => faults.length > 0)
      .map(({ line, faults }) => ({ line, faults })),
    changed: [...latest.values()].filter((plan) => !isDeepStrictEqual(stored.get(plan.code), plan)),
  };
}

function planOf(line: CampaignLine): CampaignPlan {
  return { ...line, maxQuantity: line.maxQuantity ?? null };
}
