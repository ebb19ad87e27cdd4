import { describe, expect, it } from 'vitest';
import type { StoredObjective } from './objectives.js';
import { daysToMeasure, progressOf } from './progress.js';

const channels: StoredObjective = {
  objectiveId: 'o', version: 1, code: 'c', name: 'N', territoryCode: 't', indicator: 'new-channels', ownerCode: 'li',
  startsOn: '2027-01-01', toleranceBp: 9000,
  stages: [{ name: '一', dueOn: '2027-01-11', target: 10 }, { name: '二', dueOn: '2027-01-31', target: 30, ownerCode: 'wang' }],
}; // prettier-ignore

/** How the stages stand on a day, when so much was measured on others. */
function standing(
  today: string,
  measured: Readonly<Record<string, number | null>>,
  of: Partial<StoredObjective> = {},
) {
  const { status, stages } = progressOf({ ...channels, ...of }, new Map(Object.entries(measured)), today);
  return [status, ...stages.map((stage) => stage.status)];
}

describe('an objective', () => {
  it('has not started before its first day', () => {
    expect(standing('2026-12-31', {})).toEqual(['not-started', 'not-started', 'not-started']);
    expect(daysToMeasure(channels, '2026-12-31')).toEqual([]);
  });

  it('is on track while it makes nine tenths of the progress due', () => {
    const day = '2027-01-21';
    expect(standing(day, { '2027-01-11': 10, [day]: 19 })).toEqual(['on-track', 'met', 'on-track']);
    expect(standing(day, { '2027-01-11': 10, [day]: 18 })).toEqual(['at-risk', 'met', 'at-risk']);
  });

  it('has missed a stage whose target was not reached on its due date, however it went on', () => {
    expect(standing('2027-01-21', { '2027-01-11': 9, '2027-01-21': 30 })).toEqual(['met', 'missed', 'met']);
  });

  it('is missed when its last stage is', () => {
    expect(standing('2027-02-01', { '2027-01-11': 10, '2027-01-31': 29 })).toEqual([
      'missed',
      'met',
      'missed',
    ]);
  });

  it('may still be met on the due date itself', () => {
    expect(standing('2027-01-11', { '2027-01-11': 9 })[1]).toBe('on-track');
  });

  it('says what is expected, and who answers for it', () => {
    const { stages } = progressOf(channels, new Map([['2027-01-06', 5]]), '2027-01-06');
    expect(stages).toMatchObject([{ expected: 5, ownerCode: 'li' }, { expected: 10, ownerCode: 'wang' }]); // prettier-ignore
  });

  it('starts a share of the market from what was measured on its first day', () => {
    const share = {
      indicator: 'market-share' as const,
      stages: [{ name: 's', dueOn: '2027-01-11', target: 200 }],
    };
    expect(standing('2027-01-06', { '2027-01-01': 100, '2027-01-06': 145 }, share)[0]).toBe('on-track');
    expect(standing('2027-01-06', { '2027-01-01': 100, '2027-01-06': 144 }, share)[0]).toBe('at-risk');
    expect(standing('2027-01-06', { '2027-01-01': 100, '2027-01-06': null }, share)[0]).toBe('no-data');
  });

  it('says so where no event feeds its indicator', () => {
    const awareness = { indicator: 'brand-awareness' as const };
    expect(standing('2027-01-06', {}, awareness)).toEqual(['not-fed', 'not-fed', 'not-fed']);
    expect(progressOf({ ...channels, ...awareness }, new Map(), '2027-01-06').fedBy).toEqual([]);
  });
});
