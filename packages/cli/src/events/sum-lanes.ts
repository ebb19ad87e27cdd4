import type { LaneLag } from '@quyu/contract-kit';

/** What is on its way to a service from one source, all lanes together. */
export interface SourceLag extends Pick<LaneLag, 'source' | 'pending' | 'ackPending' | 'oldestSeconds'> {
  readonly lanes: number;
  /** When any of the lanes last settled something. */
  readonly lastSettledAt: string | null;
  /** What is wrong, each thing once, with how many lanes have it. */
  readonly problems: readonly string[];
}

/**
 * Sums a service's lanes up, one line for each source: counts are added, the oldest event is the oldest of all lanes.
 *
 * @example sumLanes(lag.lanes) // [{ source: 'partner', lanes: 16, pending: 3, ... }]
 */
export function sumLanes(lanes: readonly LaneLag[]): readonly SourceLag[] {
  return [...Map.groupBy(lanes, ({ source }) => source)].map(([source, own]) => ({
    source,
    lanes: own.length,
    pending: own.reduce((sum, { pending }) => sum + pending, 0),
    ackPending: own.reduce((sum, { ackPending }) => sum + ackPending, 0),
    oldestSeconds: greatest(own.map(({ oldestSeconds }) => oldestSeconds)),
    // Instants of one form, so the greatest text is the latest.
    lastSettledAt: greatest(own.map(({ lastSettledAt }) => lastSettledAt)),
    problems: problemsOf(own),
  }));
}

function greatest<T extends number | string>(values: readonly (T | null)[]): T | null {
  return values.reduce((most, value) => (most === null || (value !== null && value > most) ? value : most));
}

/** A problem names its lane: `incentive lane partner/incentive/p00: ...`. The same trouble of several lanes is told once. */
function problemsOf(lanes: readonly LaneLag[]): string[] {
  const named = lanes.flatMap(({ name, durable, problem }) =>
    problem === null
      ? []
      : [problem.slice(problem.indexOf(name)).replace(`${name}: `, '').replaceAll(durable, '*')],
  );
  return [...Map.groupBy(named, (text) => text)].map(([text, same]) =>
    same.length === lanes.length ? text : `${text} (${same.length} of ${lanes.length} lanes)`,
  );
}
