import type { CampaignLine } from '@quyu/marketing-contracts';
import { describe, expect, it } from 'vitest';
import type { Line } from '../take-lines.js';
import { type CampaignPlan, faultsOf, planLines } from './campaigns.js';

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
const line = (number: number, value: CampaignLine): Line<CampaignLine> => ({ line: number, ok: true, value });

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
    expect(planLines([line(1, volume)], new Map())).toEqual({
      created: 1,
      unchanged: 0,
      rejections: [],
      changed: [plan],
    });
  });

  it('changes nothing when the same comes again', () => {
    expect(planLines([line(1, volume)], new Map([['2', plan]]))).toMatchObject({
      created: 0,
      unchanged: 1,
      changed: [],
    });
  });

  it('takes changed content as the new plan', () => {
    const longer = { ...volume, endDate: '2014-06-30' };
    expect(planLines([line(1, longer)], new Map([['2', plan]]))).toMatchObject({
      created: 1,
      changed: [{ code: '2', endDate: '2014-06-30' }],
    });
  });

  it('lets a later line of the same code win', () => {
    const dearer = { ...volume, discountBp: 100 };
    const { created, changed } = planLines([line(1, dearer), line(2, volume)], new Map());
    expect(created).toBe(2);
    expect(changed).toEqual([plan]);
  });

  it('stores nothing when later lines undo earlier ones', () => {
    const dearer = { ...volume, discountBp: 100 };
    expect(planLines([line(1, dearer), line(2, volume)], new Map([['2', plan]])).changed).toEqual([]);
  });

  it('takes the good lines beside the bad', () => {
    const backwards = { ...volume, code: '3', endDate: '2000-01-01' };
    const { changed, rejections } = planLines([line(1, backwards), line(2, volume)], new Map());
    expect(changed).toEqual([plan]);
    expect(rejections).toMatchObject([{ line: 1, faults: [{ pointer: '/endDate' }] }]);
  });
});
