import type { ScreeningPolicyDraft } from '@quyu/partner-contracts';
import { Problem } from '@quyu/plugin-kit';
import { describe, expect, it } from 'vitest';
import { assertSound, versionOf } from './policies.js';

const draft: ScreeningPolicyDraft = {
  asOfYear: 2020,
  passMark: 60,
  indicators: [{ fact: 'employees', bands: [{ from: 0, points: 10 }] }],
};

describe('setting a policy', () => {
  it('makes the first version of a new code', () => {
    expect(versionOf(undefined, 'standard', draft)).toEqual({ code: 'standard', version: 1, ...draft });
  });

  it('keeps the version when the content is the same', () => {
    const latest = versionOf(undefined, 'standard', draft);
    expect(versionOf(latest, 'standard', structuredClone(draft))).toBe(latest);
  });

  it('makes the next version of other content', () => {
    const latest = { ...versionOf(undefined, 'standard', draft), version: 4 };
    expect(versionOf(latest, 'standard', { ...draft, passMark: 70 })).toMatchObject({
      version: 5,
      passMark: 70,
    });
  });
});

describe('a sound policy', () => {
  it('rates each fact once, from zero up', () => {
    expect(() => assertSound(draft)).not.toThrow();
  });

  it('does not rate a fact twice', () => {
    const [employees] = draft.indicators;
    expect(faultsOf([employees!, employees!])).toEqual([['/body/indicators/1/fact', 'duplicate_fact']]);
  });

  it('does not leave a low value without a band', () => {
    expect(faultsOf([{ fact: 'employees', bands: [{ from: 5, points: 1 }] }])).toEqual([
      ['/body/indicators/0/bands', 'no_first_band'],
    ]);
  });

  it('does not let two bands start at one value', () => {
    const bands = [
      { from: 0, points: 1 },
      { from: 0, points: 2 },
    ];
    expect(faultsOf([{ fact: 'employees', bands }])).toEqual([
      ['/body/indicators/0/bands/1/from', 'duplicate_band'],
    ]);
  });
});

function faultsOf(indicators: ScreeningPolicyDraft['indicators']) {
  try {
    assertSound({ ...draft, indicators });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.details.errors?.map(({ pointer, code }) => [pointer, code]);
  }
  return [];
}
