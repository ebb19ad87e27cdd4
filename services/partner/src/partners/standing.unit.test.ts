import type { DataOf, EventContract, EventEnvelope } from '@quyu/plugin-kit';
import { partnerScored } from '@quyu/feedback-contracts';
import { accountAssigned, accountUnassigned } from '@quyu/territory-contracts';
import { describe, expect, it } from 'vitest';
import { gradeNewsIn, territoryNewsIn } from './standing.js';

const assigned = accountAssigned.examples[0]!;
const { subjectId, path } = assigned;
const scored = partnerScored.examples[0]!;

describe('the territory of a partner', () => {
  it('is what the latest event says', () => {
    const events = [
      envelope(accountAssigned, assigned, 1),
      envelope(accountAssigned, { ...assigned, territoryCode: 'central', territoryName: 'Central' }, 2),
    ];
    expect(territoryNewsIn(events)).toEqual([
      {
        partnerId: subjectId,
        version: 2,
        territoryCode: 'central',
        territoryName: 'Central',
        territoryPath: path,
      },
    ]);
  });

  it('is what the event of the highest version says, whichever comes last', () => {
    const events = [envelope(accountAssigned, assigned, 5), envelope(accountAssigned, assigned, 4)];
    expect(territoryNewsIn(events)).toMatchObject([{ version: 5 }]);
  });

  it('is none for an account that is assigned to none', () => {
    const unassigned = { ...accountUnassigned.examples[0]!, subjectId };
    expect(territoryNewsIn([envelope(accountUnassigned, unassigned, 3)])).toEqual([
      { partnerId: subjectId, version: 3, territoryCode: null, territoryName: null, territoryPath: [] },
    ]);
  });
});

describe('the grade of a partner', () => {
  it('is that of the latest year, also when an earlier year is scored again', () => {
    const events = [
      envelope(partnerScored, { ...scored, year: 2019, grade: 'A' }, 1),
      envelope(partnerScored, { ...scored, year: 2018, grade: 'D' }, 2),
    ];
    expect(gradeNewsIn(events)).toEqual([
      { partnerId: scored.partnerId, year: 2019, version: 1, grade: 'A' },
    ]);
  });

  it('is the latest of several scores of one year', () => {
    const events = [
      envelope(partnerScored, { ...scored, grade: 'A' }, 1),
      envelope(partnerScored, { ...scored, grade: 'B' }, 2),
    ];
    expect(gradeNewsIn(events)).toMatchObject([{ grade: 'B' }]);
  });
});

function envelope<E extends EventContract>(
  event: E,
  data: DataOf<E>,
  aggregateVersion: number,
): EventEnvelope<DataOf<E>> {
  return {
    id: `e-${aggregateVersion}`,
    type: event.type,
    service: event.service,
    aggregateType: event.aggregate,
    aggregateId: 'x',
    aggregateVersion,
    time: '2026-01-01T00:00:00Z',
    correlationId: 'c',
    causationId: 'c',
    data,
  };
}
