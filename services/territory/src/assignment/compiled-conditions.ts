import type { AttributeTest } from '@quyu/territory-contracts';
import type { NormalForm } from './normal-form.js';
import type { Reading, Vocabulary } from './vocabulary.js';

/** Whether the subject that was read is meant. */
export type Matches = (reading: Reading) => boolean;

/** Turns a condition into a function, once, so that testing a subject interprets nothing. */
export function compileForm(form: NormalForm, vocabulary: Vocabulary): Matches {
  if (form.kind === 'literal') {
    const test = compileTest(form.test, vocabulary);
    return form.isDenied ? (reading) => !test(reading) : test;
  }
  const parts = form.parts.map((part) => compileForm(part, vocabulary));
  return form.kind === 'all' ? matchAll(parts) : matchAny(parts);
}

function matchAll(parts: readonly Matches[]): Matches {
  const [first, second] = parts;
  if (first && second && parts.length === 2) return (reading) => first(reading) && second(reading);
  return (reading) => {
    for (const matches of parts) if (!matches(reading)) return false;
    return true;
  };
}

function matchAny(parts: readonly Matches[]): Matches {
  return (reading) => {
    for (const matches of parts) if (matches(reading)) return true;
    return false;
  };
}

function compileTest(test: AttributeTest, vocabulary: Vocabulary): Matches {
  const slot = vocabulary.slotOf(test.attribute);
  const { index } = slot;
  switch (test.op) {
    case 'eq': {
      const id = vocabulary.idOf(slot, test.value);
      return ({ ids }) => ids[index] === id;
    }
    case 'in': {
      const wanted = new Set(test.values.map((value) => vocabulary.idOf(slot, value)));
      return ({ ids }) => wanted.has(ids[index]!);
    }
    case 'prefix':
      return ({ texts }) => texts[index]?.startsWith(test.value) ?? false;
    case 'range': {
      const { from = -Infinity, to = Infinity } = test;
      slot.isNumeric = true;
      return ({ numbers }) => numbers[index]! >= from && numbers[index]! <= to;
    }
    case 'exists':
      return ({ ids }) => ids[index] !== -1;
    default:
      return neverCompiled(test);
  }
}

function neverCompiled(test: never): never {
  throw new TypeError(`unknown test: ${JSON.stringify(test)}`);
}
