import { partitionOf } from '@quyu/contract-kit';
import type { Lane } from '../lanes/lanes.js';

/** What of a dead letter tells its lane. */
export interface LetterPlace {
  readonly source: string;
  readonly subject: string;
  readonly type: string | null;
  readonly aggregateType: string | null;
  readonly aggregateId: string | null;
}

/**
 * The lane that a dead letter came by, or undefined when the service does not consume from its source any more. A letter whose
 * aggregate is not known came by the partition that its subject names.
 */
export function laneOfLetter(lanes: readonly Lane[], letter: LetterPlace): Lane | undefined {
  const ofSource = lanes.filter(({ source }) => source === letter.source);
  const partition = partitionOfLetter(letter);
  return (
    ofSource.find((lane) => isAny(lane) && lane.events.has(letter.type ?? '')) ??
    ofSource.find((lane) => lane.partition === partition) ??
    ofSource.find(isAny)
  );
}

/** True for a lane that keeps no order. */
export function isAny(lane: Lane): boolean {
  return lane.partition === 'any';
}

function partitionOfLetter({ subject, aggregateType, aggregateId }: LetterPlace): number | undefined {
  if (aggregateType !== null && aggregateId !== null) return partitionOf(aggregateType, aggregateId);
  const token = /\.p(\d{2})$/.exec(subject)?.[1];
  return token === undefined ? undefined : Number(token);
}
