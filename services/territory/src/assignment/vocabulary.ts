import type { Attributes } from '../dimensions/dimensions.js';
import { numberIn } from './conditions.js';

/** An attribute that rules test. `index` is its place in every {@link Reading}. */
export interface Slot {
  readonly index: number;
  readonly attribute: string;
  /** A number from 1 up for each value that rules name. */
  readonly ids: Map<string, number>;
  /** Whether a rule asks for a range of it. */
  isNumeric: boolean;
}

/** A subject in the terms of the rules, by the index of the slot. It is overwritten by the next reading. */
export interface Reading {
  readonly texts: (string | undefined)[];
  /** The value's number; 0 for a value that no rule names, -1 for one that is not known. */
  readonly ids: Int32Array;
  /** NaN where the value is no number, or no rule asks. */
  readonly numbers: Float64Array;
}

/** The attributes and values that rules name, numbered, so that testing compares small integers instead of texts. */
export class Vocabulary {
  readonly #slots = new Map<string, Slot>();

  slotOf(attribute: string): Slot {
    const known = this.#slots.get(attribute);
    if (known) return known;
    const slot = { index: this.#slots.size, attribute, ids: new Map<string, number>(), isNumeric: false };
    this.#slots.set(attribute, slot);
    return slot;
  }

  idOf({ ids }: Slot, value: string): number {
    const known = ids.get(value);
    if (known !== undefined) return known;
    ids.set(value, ids.size + 1);
    return ids.size;
  }

  /** Reads subjects into one place that is used again and again: nothing is allocated. Call it when all is named. */
  reader(): (attributes: Attributes) => Reading {
    const slots = [...this.#slots.values()];
    const reading: Reading = {
      texts: slots.map(() => undefined),
      ids: new Int32Array(slots.length),
      numbers: new Float64Array(slots.length),
    };
    return (attributes) => {
      for (const slot of slots) readSlot(reading, slot, attributes[slot.attribute]);
      return reading;
    };
  }
}

function readSlot(reading: Reading, slot: Slot, text: string | undefined): void {
  const { index, ids, isNumeric } = slot;
  reading.texts[index] = text;
  if (text === undefined) {
    reading.ids[index] = -1;
    reading.numbers[index] = Number.NaN;
    return;
  }
  reading.ids[index] = ids.size === 0 ? 0 : (ids.get(text) ?? 0);
  if (isNumeric) reading.numbers[index] = numberIn(text);
}
