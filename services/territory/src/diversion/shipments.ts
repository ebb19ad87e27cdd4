import { isDeepStrictEqual } from 'node:util';
import type { Fault, Judgement, Line } from '@quyu/plugin-kit';
import type { ShipmentLine } from '@quyu/territory-contracts';
import type { Dimensions } from '../dimensions/dimensions.js';
import { attributeFaults } from '../places/places.js';

/** What names a line for good. */
export type ShipmentKey = Pick<ShipmentLine, 'source' | 'lineId'>;

export function keyOf({ source, lineId }: ShipmentKey): string {
  return JSON.stringify([source, lineId]);
}

/** Why a line cannot be taken, whatever is on record. */
export function faultsOf(
  { shipTo, amount }: ShipmentLine,
  dimensions: Pick<Dimensions, 'objectionTo'>,
): readonly Fault[] {
  const faults = attributeFaults(shipTo, '/shipTo', dimensions);
  if (!amount.amount.startsWith('-')) return faults;
  const message = 'must not be negative: a return is not a shipment';
  return [...faults, { pointer: '/amount/amount', code: 'negative_amount', message }];
}

/** The first line of each key, of those without a fault: that is the one to be recorded. */
export function firstOfEach(
  lines: readonly Line<ShipmentLine>[],
  dimensions: Pick<Dimensions, 'objectionTo'>,
): readonly ShipmentLine[] {
  const first = new Map<string, ShipmentLine>();
  for (const { value } of lines) {
    if (first.has(keyOf(value)) || faultsOf(value, dimensions).length > 0) continue;
    first.set(keyOf(value), value);
  }
  return [...first.values()];
}

/** What is on record after the lines were taken in. */
export interface OnRecord {
  /** Keys that are new with these lines. */
  readonly created: readonly ShipmentKey[];
  /** What is on record now under the lines' keys, as far as the caller may see it. */
  readonly stored: readonly ShipmentLine[];
}

/**
 * Decides what became of each line. A shipment is a fact: the same again changes nothing, other content under its key is refused.
 */
export function judgeShipments(
  lines: readonly Line<ShipmentLine>[],
  { created, stored }: OnRecord,
  dimensions: Pick<Dimensions, 'objectionTo'>,
): readonly Judgement<ShipmentLine>[] {
  const onRecord = new Map(stored.map((shipment) => [keyOf(shipment), shipment]));
  const untold = new Set(created.map(keyOf));
  return lines.map(({ value }) => {
    const faults = faultsOf(value, dimensions);
    if (faults.length > 0) return { kind: 'faulty', faults };
    const conflicts = conflictsOf(value, onRecord.get(keyOf(value)));
    if (conflicts.length > 0) return { kind: 'faulty', faults: conflicts };
    // The first line of a new key is the one that was recorded; deleting the key makes the others the same again.
    return untold.delete(keyOf(value)) ? { kind: 'new', value } : { kind: 'unchanged' };
  });
}

const CONTENT = ['partnerCode', 'productLine', 'shipTo', 'shippedOn', 'quantity', 'amount'] as const;

function conflictsOf(line: ShipmentLine, recorded: ShipmentLine | undefined): readonly Fault[] {
  if (!recorded) {
    const message = `"${line.lineId}" of "${line.source}" is on record for somebody else`;
    return [{ pointer: '/lineId', code: 'line_taken', message }];
  }
  return CONTENT.filter((field) => !isDeepStrictEqual(line[field], recorded[field])).map((field) => ({
    pointer: `/${field}`,
    code: 'conflicting_shipment',
    message: `is on record as ${JSON.stringify(recorded[field])}`,
  }));
}
