import type { CreditingRuleDraft, Shares } from '@quyu/incentive-contracts';
import { describe, expect, it } from 'vitest';
import { creditsAsked } from './credits-asked.js';
import { ruleFaults } from './crediting-faults.js';

const share = (salesperson: string, shareBp: number): Shares[number] => ({ salesperson, shareBp });
const faultsOf = (rule: Partial<CreditingRuleDraft>) =>
  ruleFaults({ effectiveFrom: '2019-01-01', effectiveTo: null, when: {}, ...rule }, new Set(['ann', 'bo']))
    .map(({ pointer, code, message }) => [pointer, code, message]); // prettier-ignore

describe('a crediting rule', () => {
  it.each([
    ['of the whole line', { split: [share('ann', 3333), share('bo', 3333), share('line', 3334)] }],
    ['with overlays of more than the line', { overlays: [share('ann', 10_000), share('bo', 10_000)] }],
    ['for a day', { effectiveTo: '2019-01-01', overlays: [share('ann', 1)] }],
  ])('%s is right', (_, rule) => expect(faultsOf(rule)).toEqual([]));

  it.each([
    [{ split: [share('ann', 9_999)] }, '/body/split', 'not_whole', 'the shares sum to 9999, not to 10000'],
    [{ split: [share('ann', 10_000), share('bo', 1)] }, '/body/split', 'not_whole', 'the shares sum to 10001, not to 10000'],
    [{ split: [share('cy', 10_000)] }, '/body/split/0/salesperson', 'unknown_salesperson', 'no salesperson has the code "cy"'],
    [{ overlays: [share('line', 1)] }, '/body/overlays/0/salesperson', 'unknown_salesperson', 'no salesperson has the code "line"'],
    [{ split: [share('ann', 5_000), share('ann', 5_000)] }, '/body/split/1/salesperson', 'repeated', '"ann" is named before: give one share'],
    [{}, '/body', 'credits_nobody', 'must name a split, overlays, or both'],
    [{ effectiveTo: '2018-12-31', overlays: [share('ann', 1)] }, '/body/effectiveTo', 'ends_before_it_begins', 'is before 2019-01-01'],
  ])('%j is refused at %s', (rule, ...fault) => expect(faultsOf(rule)).toEqual([fault])); // prettier-ignore
});

describe('credits are asked for', () => {
  const payee = { payeeKind: 'salesperson', payeeCode: 'ann' } as const;
  it.each([
    ['2019', 2019 * 12, 2019 * 12 + 11],
    ['2019-H2', 2019 * 12 + 6, 2019 * 12 + 11],
    ['2019-Q3', 2019 * 12 + 6, 2019 * 12 + 8],
    ['2019-07', 2019 * 12 + 6, 2019 * 12 + 6],
  ])('of a payee in %s', (period, first, through) =>
    expect(creditsAsked({ ...payee, period })).toEqual({ of: 'payee', ...payee, first, through }),
  );

  it('of one line', () => {
    expect(creditsAsked({ source: 'erp', lineId: 'L1' })).toEqual({
      of: 'line',
      source: 'erp',
      lineId: 'L1',
    });
  });

  it.each([{}, { source: 'erp' }, payee, { source: 'erp', lineId: 'L1', period: '2019' }, { ...payee, period: '2019', lineId: 'L1' }])(
    'neither by %j', (query) => expect(creditsAsked(query)).toBeUndefined(),
  ); // prettier-ignore
});
