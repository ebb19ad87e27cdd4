import type { PartnerProfile, Screening } from '@quyu/partner-contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Enrolled, judgeProfiles } from './enrolment.js';

const store: PartnerProfile = {
  code: 'AW1',
  externalId: '1',
  name: 'A Bike Store',
  type: 'dealer',
  address: { country: 'US', province: 'WA', city: 'Seattle' },
  employees: 60,
};
const small: PartnerProfile = { ...store, employees: 2 };

describe('enrolling', () => {
  it('approves a new partner that passes and holds one that does not', () => {
    const judged = judge([store, { ...small, code: 'AW2', externalId: '2' }]);
    expect(judged).toMatchObject([
      { kind: 'new', value: { screened: true, partner: { status: 'approved', version: 1 } } },
      { kind: 'new', value: { screened: true, partner: { status: 'review', version: 1 } } },
    ]);
  });

  it('takes the same profile again as unchanged', () => {
    expect(judge([store, structuredClone(store)])).toMatchObject([{ kind: 'new' }, { kind: 'unchanged' }]);
    expect(judge([store], [enrolled(store)])).toEqual([{ kind: 'unchanged' }]);
  });

  it('takes a changed profile as the next version of the same partner', () => {
    const moved = { ...store, address: { ...store.address, city: 'Tacoma' } };
    expect(judge([moved], [enrolled(store)])).toMatchObject([
      { value: { screened: false, partner: { partnerId: 'p-AW1', version: 2, profile: moved } } },
    ]);
  });

  it('refuses a changed profile where changes are refused', () => {
    expect(judge([small], [enrolled(store)], 'refused')).toMatchObject([
      { kind: 'faulty', faults: [{ pointer: '/code', code: 'code_taken' }] },
    ]);
    expect(judge([store], [enrolled(store)], 'refused')).toEqual([{ kind: 'unchanged' }]);
  });

  it('refuses an external id that another partner has', () => {
    expect(judge([{ ...store, code: 'AW2' }], [enrolled(store)])).toMatchObject([
      { kind: 'faulty', faults: [{ pointer: '/externalId', code: 'external_id_taken' }] },
    ]);
  });

  it('lets an external id be taken over once it is given up', () => {
    const freed = { ...store, externalId: '9' };
    expect(judge([freed, { ...store, code: 'AW2' }], [enrolled(store)])).toMatchObject([
      { kind: 'new' },
      { kind: 'new' },
    ]);
  });
});

describe('screening a changed profile', () => {
  it('tells a new outcome', () => {
    expect(judge([small], [enrolled(store)])).toMatchObject([
      { value: { screened: true, partner: { status: 'review' } } },
    ]);
    expect(judge([store], [enrolled(small)])).toMatchObject([
      { value: { screened: true, partner: { status: 'approved' } } },
    ]);
  });

  it.each([
    ['approve', 'approved'],
    ['decline', 'declined'],
  ] as const)('lets a decision to %s stand', (decision, status) => {
    for (const profile of [
      { ...store, name: 'B' },
      { ...small, name: 'B' },
    ]) {
      const known = { ...enrolled(small), decision, status };
      expect(judge([profile], [known])).toMatchObject([{ value: { screened: false, partner: { status } } }]);
    }
  });
});

describe('the laws of enrolment', () => {
  const profile = fc.record({
    code: fc.constantFrom('A', 'B', 'C'),
    externalId: fc.constantFrom('1', '2', '3'),
    employees: fc.constantFrom(2, 60),
  });
  const profiles = fc.array(
    profile.map((some) => withProfile(some)),
    { maxLength: 12 },
  );

  it('no two partners ever have one external id', () => {
    fc.assert(
      fc.property(profiles, (lines) => {
        const ids = stateAfter(lines).map((partner) => partner.profile.externalId);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('chunks of any size lead to the same partners', () => {
    fc.assert(
      fc.property(profiles, fc.nat({ max: 12 }), (lines, cut) => {
        const first = stateAfter(lines.slice(0, cut));
        expect(stateAfter(lines.slice(cut), first)).toEqual(stateAfter(lines));
      }),
    );
  });
});

function judge(
  profiles: readonly PartnerProfile[],
  known: readonly Enrolled[] = [],
  changes: 'taken' | 'refused' = 'taken',
) {
  const lines = profiles.map((value, index) => ({ line: index + 1, ok: true, value }) as const);
  let last = 0;
  return judgeProfiles(known, lines, { screen, newId: () => `new-${(last += 1)}`, changes });
}

function withProfile(some: Partial<PartnerProfile>): PartnerProfile {
  return { ...store, ...some };
}

/** What is in the database afterwards, ids aside. */
function stateAfter(profiles: readonly PartnerProfile[], known: readonly Enrolled[] = []) {
  const state = new Map(known.map((partner) => [partner.profile.code, partner]));
  for (const judgement of judge(profiles, known)) {
    if (judgement.kind !== 'new') continue;
    const { partner } = judgement.value;
    state.set(partner.profile.code, { ...partner, partnerId: `p-${partner.profile.code}` });
  }
  return [...state.values()].toSorted((a, b) => (a.profile.code < b.profile.code ? -1 : 1));
}

function enrolled(profile: PartnerProfile): Enrolled {
  const screening = screen(profile);
  const status = screening.score >= screening.passMark ? 'approved' : 'review';
  return { partnerId: `p-${profile.code}`, profile, status, decision: null, screening, version: 1 };
}

function screen({ employees = 0 }: PartnerProfile): Screening {
  return {
    policyCode: 'size',
    policyVersion: 1,
    score: employees,
    passMark: 50,
    parts: [],
    failedChecks: [],
  };
}
