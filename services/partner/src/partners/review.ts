import { type Partner, partnerErrors } from '@quyu/partner-contracts';
import { platformErrors } from '@quyu/plugin-kit';

/** @throws Problem PARTNER_NOT_FOUND */
export function assertFound(partner: Partner | undefined, partnerId: string): Partner {
  if (partner) return partner;
  throw partnerErrors.PARTNER_NOT_FOUND({ detail: `there is no partner ${partnerId}` });
}

/**
 * Whoever decides must have seen the partner as it is, and it must be waiting for a decision.
 *
 * @throws Problem VERSION_MISMATCH, PARTNER_NOT_IN_REVIEW
 */
export function assertDecidable(partner: Partner, versionRead: number | undefined): void {
  if (partner.version !== versionRead) {
    const detail = `"${partner.code}" has version ${partner.version}, not ${versionRead}`;
    throw platformErrors.VERSION_MISMATCH({ detail });
  }
  if (partner.status === 'review') return;
  throw partnerErrors.PARTNER_NOT_IN_REVIEW({ detail: `"${partner.code}" is ${partner.status}` });
}
