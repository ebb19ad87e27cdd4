import type { PartnerProfile } from '@quyu/partner-contracts';
import { defineExtensionPoint } from '@quyu/plugin-kit';

/** A condition that a partner must meet whatever its score. */
export interface ScreeningCheck {
  /** Shown with the reason; unlike every other check's. */
  readonly code: string;
  /** True when it is met, else why not, for the person who reviews. It must depend on its input alone. */
  readonly check: (profile: PartnerProfile) => true | string;
}

/**
 * Adds a check to every screening; a partner that fails it is held for review.
 *
 * @example contribute(screeningCheck, { code: 'phone', check: ({ phone }) => phone !== undefined || 'no phone number' })
 */
export const screeningCheck = defineExtensionPoint<ScreeningCheck>('partner.screening-check');
