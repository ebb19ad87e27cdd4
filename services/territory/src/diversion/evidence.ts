import { isDeepStrictEqual } from 'node:util';
import type { Diversion, PartnerGrant, Shipment } from '@quyu/territory-contracts';
import type { MarketPlace } from '../places/places.js';
import { judgeSale, type Ruling } from './judge.js';

/** A shipment as far as it is judged. */
export type JudgedSale = Pick<Shipment, 'shipmentId' | 'partnerCode' | 'productLine' | 'shippedOn'>;

/** What evidence says of where a shipment went, and why it should not have. */
export type Facts = Pick<
  Diversion,
  'modelCode' | 'territoryCode' | 'ruleCode' | 'reason' | 'grantCodes' | 'exclusiveGrantCodes'
> & { readonly path: readonly string[] };

/** Evidence that there is already. */
export interface KnownEvidence extends Facts {
  readonly diversionId: string;
  readonly shipmentId: string;
  readonly status: Diversion['status'];
}

/** What a shipment comes to. */
export interface Verdict {
  readonly sale: JudgedSale;
  readonly place: MarketPlace;
  readonly ruling: Ruling;
  /** Evidence to be written: raised, raised anew, or with other facts; nothing when all is as it was. */
  readonly raised: (Facts & { readonly diversionId: string; readonly told: boolean }) | null;
  /** Evidence that no longer holds. */
  readonly withdrawn: string | null;
}

/** What judging needs to know. */
export interface Knowledge {
  readonly modelCode: string;
  /** Grants of the sellers, and the exclusive ones of everybody. */
  readonly grants: readonly PartnerGrant[];
  readonly evidence: ReadonlyMap<string, KnownEvidence>;
  readonly newId: () => string;
}

/**
 * Judges a shipment and compares with the evidence there is. Evidence that a person dismissed stays dismissed, whatever comes.
 * It is told again only when it was withdrawn, or when it names another territory or rule than before.
 */
export function judgeShipment(sale: JudgedSale, place: MarketPlace, knowledge: Knowledge): Verdict {
  const ruling = judgeSale({ ...sale, path: place.path }, knowledge.grants);
  const known = knowledge.evidence.get(sale.shipmentId);
  const judged = { sale, place, ruling };
  if (ruling.verdict !== 'outside') {
    return { ...judged, raised: null, withdrawn: known?.status === 'open' ? known.diversionId : null };
  }
  const facts = factsOf(ruling, place, knowledge.modelCode);
  if (!known)
    return { ...judged, raised: { ...facts, diversionId: knowledge.newId(), told: true }, withdrawn: null };
  const { diversionId, shipmentId: _shipment, status, ...before } = known;
  if (status === 'dismissed' || (status === 'open' && isDeepStrictEqual(before, facts)))
    return { ...judged, raised: null, withdrawn: null };
  const moved = before.territoryCode !== facts.territoryCode || before.ruleCode !== facts.ruleCode;
  return {
    ...judged,
    raised: { ...facts, diversionId, told: status === 'withdrawn' || moved },
    withdrawn: null,
  };
}

function factsOf(
  { reason, grantCodes, exclusiveGrantCodes }: Extract<Ruling, { verdict: 'outside' }>,
  { territoryCode, ruleCode, path }: MarketPlace,
  modelCode: string,
): Facts {
  if (territoryCode === null || ruleCode === null)
    throw new TypeError('a shipment outside has no territory: it cannot be judged');
  return {
    modelCode,
    territoryCode,
    ruleCode,
    path: [...path],
    reason,
    grantCodes: [...grantCodes],
    exclusiveGrantCodes: [...exclusiveGrantCodes],
  };
}

const REASONS: Readonly<Record<Diversion['reason'], { readonly en: string; readonly zh: string }>> = {
  'no-grant': { en: 'no grant of the partner comes near', zh: '该伙伴没有相近的授权' },
  'not-in-force': { en: 'the grant was not in force on that day', zh: '授权当日不在有效期内' },
  'other-product-line': { en: 'the grant is for other product lines', zh: '授权仅限其他产品线' },
  'other-territory': { en: 'the grant is for other territories', zh: '授权仅限其他区域' },
};

/** Says why it is evidence: the sale, the territory with its rule, and the grants. */
export function explainDiversion(diversion: Omit<Diversion, 'explanation'>): Diversion['explanation'] {
  const { partnerCode, productLine, source, lineId, shippedOn, territoryCode, ruleCode, modelCode } = diversion;
  const { reason, grantCodes, exclusiveGrantCodes } = diversion;
  const own = grantCodes.join(', ') || '-';
  const others = exclusiveGrantCodes.join(', ');
  const exclusive = others === '' ? { en: '', zh: '' } : { en: `; others sell there exclusively by ${others}`, zh: `;他人独家授权:${others}` };
  return {
    en: `"${partnerCode}" shipped "${productLine}" (${source}, ${lineId}) on ${shippedOn} into "${territoryCode}" (rule "${ruleCode}" of the model "${modelCode}"): ${REASONS[reason].en} (${own})${exclusive.en}`,
    zh: `“${partnerCode}”于${shippedOn}将“${productLine}”(${source}, ${lineId})发往“${territoryCode}”(模型“${modelCode}”规则“${ruleCode}”):${REASONS[reason].zh}(${own})${exclusive.zh}`,
  };
} // prettier-ignore
