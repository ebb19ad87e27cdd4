import type { BulkLine, Fault } from '@quyu/plugin-kit';
import type { Placement, PlacementSubject } from '@quyu/territory-contracts';
import type { Decide } from '../assignment/assignment.js';
import type { Dimensions } from '../dimensions/dimensions.js';
import { tryOut } from './trial.js';

/** One answer for each line, in their order; nothing but the line at hand is held. */
export async function* placeLines(
  lines: AsyncIterable<BulkLine<PlacementSubject>>,
  decide: Decide,
  dimensions: Pick<Dimensions, 'complete' | 'objectionTo'>,
): AsyncGenerator<Placement, void, undefined> {
  for await (const line of lines) yield placeLine(line, decide, dimensions);
}

function placeLine(
  line: BulkLine<PlacementSubject>,
  decide: Decide,
  { complete, objectionTo }: Pick<Dimensions, 'complete' | 'objectionTo'>,
): Placement {
  if (!line.ok) return invalid(line.line, null, line.faults);
  const { code, attributes } = line.value;
  const faults = faultsOf(attributes, objectionTo);
  if (faults.length > 0) return invalid(line.line, code, faults);
  const known = complete(withoutEmpty(attributes));
  const { status: outcome, ...place } = tryOut(decide, { code, attributes: known });
  return { line: line.line, ...place, outcome, faults: [] };
}

function faultsOf(
  attributes: PlacementSubject['attributes'],
  objectionTo: Dimensions['objectionTo'],
): readonly Fault[] {
  return Object.keys(attributes).flatMap((attribute) => {
    const objection = objectionTo(attribute);
    return objection ? [{ pointer: pointerTo(attribute), ...objection }] : [];
  });
}

/** An empty text says nothing, so it counts as not known. */
function withoutEmpty(attributes: PlacementSubject['attributes']): PlacementSubject['attributes'] {
  const values = Object.values(attributes);
  if (!values.includes('')) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

function invalid(line: number, code: string | null, faults: readonly Fault[]): Placement {
  const nowhere = { territoryCode: null, ruleCode: null, contenders: [] };
  return { line, code, outcome: 'invalid', ...nowhere, faults: [...faults] };
}

function pointerTo(attribute: string): string {
  return `/attributes/${attribute.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
