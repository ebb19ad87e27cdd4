import type { DiversionReason, PartnerGrant, Shipment } from '@quyu/territory-contracts';
import { includesDay } from '../periods.js';

/** What is judged: who shipped what when, and the territory it went to with all those above it; no path where it has none. */
export interface Sale extends Pick<Shipment, 'partnerCode' | 'productLine' | 'shippedOn'> {
  readonly path: readonly string[];
}

/** What the grants say of a sale. */
export type Ruling =
  | { readonly verdict: 'unplaced' }
  | { readonly verdict: 'inside'; readonly grantCode: string }
  | {
      readonly verdict: 'outside';
      readonly reason: DiversionReason;
      /** The seller's grants that came nearest. */
      readonly grantCodes: readonly string[];
      /** Grants by which others sell there exclusively. */
      readonly exclusiveGrantCodes: readonly string[];
    };

/**
 * Judges a sale by grants, the seller's and those of others. Nothing else counts: no order, no day of judging.
 *
 * - A sale without a territory cannot be judged.
 * - One grant of the seller that covers territory, product line and day is enough; of several the lowest code is named.
 * - Else the reason says by which one thing the nearest grants fail, and `no-grant` when all fail by more.
 */
export function judgeSale(sale: Sale, grants: readonly PartnerGrant[]): Ruling {
  if (sale.path.length === 0) return { verdict: 'unplaced' };
  const own = grants.filter(({ partnerCode }) => partnerCode === sale.partnerCode);
  const covering = codesOf(own.filter((grant) => missesOf(grant, sale).length === 0));
  if (covering[0] !== undefined) return { verdict: 'inside', grantCode: covering[0] };
  const others = grants.filter(({ exclusive, partnerCode }) => exclusive && partnerCode !== sale.partnerCode);
  const exclusiveGrantCodes = codesOf(others.filter((grant) => missesOf(grant, sale).length === 0));
  return { verdict: 'outside', ...nearest(own, sale), exclusiveGrantCodes };
}

type Miss = Exclude<DiversionReason, 'no-grant'>;

/** The nearest miss comes first: to sell on after the end is less than to sell something else somewhere else. */
const MISSES: readonly Miss[] = ['not-in-force', 'other-product-line', 'other-territory'];

function nearest(own: readonly PartnerGrant[], sale: Sale) {
  const near = own.map((grant) => ({ grant, misses: missesOf(grant, sale) })).filter(({ misses }) => misses.length === 1);
  const reason = MISSES.find((miss) => near.some(({ misses }) => misses[0] === miss));
  if (!reason) return { reason: 'no-grant' as const, grantCodes: [] };
  return { reason, grantCodes: codesOf(near.filter(({ misses }) => misses[0] === reason).map(({ grant }) => grant)) };
} // prettier-ignore

/** All that keeps a grant from covering a sale. */
function missesOf(grant: PartnerGrant, { productLine, shippedOn, path }: Sale): readonly Miss[] {
  const misses: Miss[] = [];
  if (!includesDay(grant, shippedOn)) misses.push('not-in-force');
  if (grant.productLines !== null && !grant.productLines.includes(productLine))
    misses.push('other-product-line');
  if (!grant.territoryCodes.some((code) => path.includes(code))) misses.push('other-territory');
  return misses;
}

function codesOf(grants: readonly PartnerGrant[]): readonly string[] {
  return grants.map(({ code }) => code).toSorted();
}
