import type { ObservationLine } from '@quyu/feedback-contracts';
import type { Fault, Judgement, Line } from '@quyu/plugin-kit';

/** What makes an observation the one it is. */
export type ObservationKey = Pick<ObservationLine, 'source' | 'externalId'>;

const CONTENT = ['respondent', 'category', 'group', 'observedOn'] as const;

/** A key as text, for maps. */
export function keyOf({ source, externalId }: ObservationKey): string {
  return JSON.stringify([source, externalId]);
}

/** The first line of each key: what it says is what counts. */
export function firstOfEach(lines: readonly Line<ObservationLine>[]): ObservationLine[] {
  const first = new Map<string, ObservationLine>();
  for (const { value } of lines) if (!first.has(keyOf(value))) first.set(keyOf(value), value);
  return [...first.values()];
}

/**
 * Decides what became of each line. An observation is a fact: the same again changes nothing, other content under its
 * key is refused.
 *
 * @param created keys that are new with these lines. @param stored what is on record now, the new ones included.
 */
export function judgeLines(
  lines: readonly Line<ObservationLine>[],
  created: readonly ObservationKey[],
  stored: readonly ObservationLine[],
): readonly Judgement<ObservationLine>[] {
  const onRecord = new Map(stored.map((observation) => [keyOf(observation), observation]));
  const untold = new Set(created.map(keyOf));
  return lines.map(({ value }) => {
    const faults = conflictsOf(value, onRecord.get(keyOf(value)));
    if (faults.length > 0) return { kind: 'faulty', faults };
    // The first line of a new key is the one that was recorded; deleting the key makes the others the same again.
    return untold.delete(keyOf(value)) ? { kind: 'new', value } : { kind: 'unchanged' };
  });
}

function conflictsOf(line: ObservationLine, recorded: ObservationLine | undefined): Fault[] {
  if (!recorded) return [];
  return CONTENT.filter((field) => line[field] !== recorded[field]).map((field) => ({
    pointer: `/${field}`,
    code: 'CONFLICTING_OBSERVATION',
    message: `is on record as ${JSON.stringify(recorded[field])}`,
  }));
}
