import type { CampaignLine } from '@quyu/marketing-contracts';
import { describe, expect, it } from 'vitest';
import { type CampaignPlan, faultsOf, judgeCampaigns } from './campaigns.js';

const volume: CampaignLine = {
  code: '2',
  name: 'Volume Discount 11 to 14',
  kind: 'Volume Discount',
  audience: 'Reseller',
  discountBp: 200,
  startDate: '2010-12-29',
  endDate: '2013-12-28',
  minQuantity: 11,
  maxQuantity: 14,
};
const plan: CampaignPlan = { ...volume, maxQuantity: 14 };
const judge = (stored: readonly CampaignPlan[], ...lines: readonly CampaignLine[]) =>
  judgeCampaigns(
    new Map(stored.map((each) => [each.code, each])),
    lines.map((value, index) => ({ line: index + 1, ok: true, value })),
  );

describe('a campaign line', () => {
  it('may last a single day and need a single quantity', () => {
    expect(faultsOf({ ...volume, endDate: volume.startDate, maxQuantity: 11 })).toEqual([]);
  });

  it('may have no upper quantity', () => {
    const { maxQuantity: _, ...open } = volume;
    expect(faultsOf(open)).toEqual([]);
  });

  it('cannot end before it starts, nor allow less than it needs', () => {
    expect(faultsOf({ ...volume, endDate: '2010-12-28', maxQuantity: 10 })).toEqual([
      { pointer: '/endDate', code: 'END_BEFORE_START', message: 'is before 2010-12-29' },
      { pointer: '/maxQuantity', code: 'MAX_BELOW_MIN', message: 'is below 11' },
    ]);
  });
});

describe('planning campaigns', () => {
  it('plans what is new', () => {
    expect(judge([], volume)).toEqual([{ kind: 'new', value: plan }]);
  });

  it('changes nothing when the same comes again', () => {
    expect(judge([plan], volume)).toEqual([{ kind: 'unchanged' }]);
  });

  it('keeps an open upper quantity as none', () => {
    const { maxQuantity: _, ...open } = volume;
    expect(judge([{ ...plan, maxQuantity: null }], open)).toEqual([{ kind: 'unchanged' }]);
  });

  it('takes changed content as the new plan', () => {
    const longer = { ...volume, endDate: '2014-06-30' };
    expect(judge([plan], longer)).toMatchObject([
      { kind: 'new', value: { code: '2', endDate: '2014-06-30' } },
    ]);
  });

  it('lets a later line of the same code win', () => {
    const dearer = { ...volume, discountBp: 100 };
    expect(judge([], dearer, volume)).toMatchObject([
      { kind: 'new', value: { discountBp: 100 } },
      { kind: 'new', value: plan },
    ]);
  });

  it('takes the good lines beside the bad', () => {
    const backwards = { ...volume, code: '3', endDate: '2000-01-01' };
    expect(judge([], backwards, volume)).toMatchObject([
      { kind: 'faulty', faults: [{ pointer: '/endDate' }] },
      { kind: 'new', value: plan },
    ]);
  });
});
