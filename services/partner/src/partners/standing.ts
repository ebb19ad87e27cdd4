import type { partnerScored } from '@quyu/feedback-contracts';
import { type DataOf, type EventEnvelope, latestByKey } from '@quyu/plugin-kit';
import type { accountAssigned, accountUnassigned } from '@quyu/territory-contracts';

/** The territory of a partner as of a version of its account. */
export interface TerritoryNews {
  readonly partnerId: string;
  readonly version: number;
  readonly territoryCode: string | null;
  readonly territoryName: string | null;
  readonly territoryPath: readonly string[];
}

/** The grade of a partner by the score of a year, as of a version of its scores. */
export interface GradeNews {
  readonly partnerId: string;
  readonly year: number;
  readonly version: number;
  readonly grade: string;
}

type Assigned = EventEnvelope<DataOf<typeof accountAssigned>>;
type Unassigned = EventEnvelope<DataOf<typeof accountUnassigned>>;
type Scored = EventEnvelope<DataOf<typeof partnerScored>>;

/** What events say of territories: of one partner, the latest only. */
export function territoryNewsIn(events: readonly (Assigned | Unassigned)[]): readonly TerritoryNews[] {
  const news = events.map(({ data, aggregateVersion: version }) =>
    'territoryCode' in data
      ? {
          partnerId: data.subjectId,
          version,
          territoryCode: data.territoryCode,
          territoryName: data.territoryName,
          territoryPath: data.path,
        }
      : { partnerId: data.subjectId, version, territoryCode: null, territoryName: null, territoryPath: [] },
  );
  return latestOf(news, (a, b) => a.version - b.version);
}

/** What events say of grades: of one partner that of the latest year, however late an earlier year is scored again. */
export function gradeNewsIn(events: readonly Scored[]): readonly GradeNews[] {
  const news = events.map(({ data: { partnerId, year, grade }, aggregateVersion: version }) => ({
    partnerId,
    year,
    version,
    grade,
  }));
  return latestOf(news, (a, b) => a.year - b.year || a.version - b.version);
}

function latestOf<T extends { readonly partnerId: string }>(
  news: readonly T[],
  compare: (a: T, b: T) => number,
): readonly T[] {
  return latestByKey(news.toSorted(compare), ({ partnerId }) => partnerId);
}
