import { type Partner, partnerErrors } from '@quyu/partner-contracts';
import { platformErrors } from '@quyu/plugin-kit';
import { describe, expect, it } from 'vitest';
import { assertDecidable, assertFound } from './review.js';

const held: Partner = {
  partnerId: '0198c0de-0000-7000-8000-0000000000a1',
  code: 'AW1',
  externalId: null,
  name: 'A Bike Store',
  type: 'dealer',
  status: 'review',
  address: { country: 'US', province: 'WA', city: 'Seattle' },
  territoryCode: null,
  territoryName: null,
  grade: null,
  screening: { policyCode: 's', policyVersion: 1, score: 0, passMark: 1, parts: [], failedChecks: [] },
  version: 2,
};

describe('deciding on a partner', () => {
  it('is possible while it is held for review', () => {
    expect(() => assertDecidable(held, 2)).not.toThrow();
  });

  it.each([undefined, 1, 3])('is refused when version %s was read instead of the current one', (read) => {
    expect(() => assertDecidable(held, read)).toThrow(
      expect.objectContaining({ status: platformErrors.VERSION_MISMATCH.status }),
    );
  });

  it.each(['approved', 'declined'] as const)('is refused once it is %s', (status) => {
    expect(() => assertDecidable({ ...held, status }, 2)).toThrow(
      expect.objectContaining({ status: partnerErrors.PARTNER_NOT_IN_REVIEW.status }),
    );
  });

  it('needs a partner', () => {
    expect(() => assertFound(undefined, held.partnerId)).toThrow(held.partnerId);
  });
});
