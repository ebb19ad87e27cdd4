import type { AttributeTest } from '@quyu/territory-contracts';
import type { Literal, NormalForm } from './normal-form.js';
import type { Reading, Vocabulary } from './vocabulary.js';

/** Where a program that has come to its end jumps to. */
const YES = -1;
const NO = -2;
/** One test: operation, slot, two operands, where to go when it passes and when it does not. */
const WIDTH = 6;
const EQUALS = 0;
const ONE_OF = 1;
const STARTS_WITH = 2;
const BETWEEN = 3;
const KNOWN = 4;
/** Up to so many values it is quicker to compare them one by one than to look one up. */
const FEW = 8;

/**
 * Conditions as numbers in one row, a few neighbouring ones for each rule: a subject that no processor cache remembers costs
 * as little as one it does. Each test says where to go on, so that groups and denials need no steps of their own.
 */
export class Programs {
  readonly #vocabulary: Vocabulary;
  readonly #growing: number[] = [];
  readonly #sets: ReadonlySet<number>[] = [];
  readonly #prefixes: string[] = [];
  readonly #bounds: number[] = [];

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Adds a program and tells where it starts. */
  add(form: NormalForm): number {
    const start = this.#growing.length;
    this.#write(form, YES, NO);
    return start;
  }

  /** Freezes all that was added, and runs any of it: whether the subject that was read is meant. */
  finish(): (start: number, reading: Reading) => boolean {
    const code = Int32Array.from(this.#growing);
    const bounds = Float64Array.from(this.#bounds);
    const sets = this.#sets;
    const prefixes = this.#prefixes;
    const passes = (at: number, { ids, numbers, texts }: Reading): boolean => {
      const slot = code[at + 1]!;
      const operand = code[at + 2]!;
      switch (code[at]) {
        case EQUALS:
          return ids[slot] === operand;
        case ONE_OF:
          return sets[operand]!.has(ids[slot]!);
        case STARTS_WITH:
          return texts[slot]?.startsWith(prefixes[operand]!) ?? false;
        case BETWEEN:
          return numbers[slot]! >= bounds[operand]! && numbers[slot]! <= bounds[operand + 1]!;
        default:
          return ids[slot] !== -1;
      }
    };
    return (start, reading) => {
      let at = start;
      while (at >= 0) at = passes(at, reading) ? code[at + 4]! : code[at + 5]!;
      return at === YES;
    };
  }

  /** Writes the tests of a form in their order; `yes` and `no` are where to go when it is met, or is not. */
  #write(form: NormalForm, yes: number, no: number): void {
    if (form.kind === 'literal') {
      this.#writeLiteral(form, yes, no);
      return;
    }
    for (const [at, part] of form.parts.entries()) {
      const isLast = at === form.parts.length - 1;
      const next = this.#growing.length + WIDTH * lengthOf(part);
      if (form.kind === 'all') this.#write(part, isLast ? yes : next, no);
      else this.#write(part, yes, isLast ? no : next);
    }
  }

  #writeLiteral({ test, isDenied }: Literal, yes: number, no: number): void {
    const slot = this.#vocabulary.slotOf(test.attribute);
    const values = valuesOf(test);
    if (values && values.length <= FEW) {
      const ids = values.map((value) => this.#vocabulary.idOf(slot, value));
      this.#writeEach(slot.index, ids, isDenied ? no : yes, isDenied ? yes : no);
      return;
    }
    if (test.op === 'range') slot.isNumeric = true;
    const [operation, operand] = this.#operate(test);
    this.#growing.push(operation, slot.index, operand, 0, isDenied ? no : yes, isDenied ? yes : no);
  }

  #writeEach(slot: number, ids: readonly number[], yes: number, no: number): void {
    for (const [at, id] of ids.entries()) {
      const next = at === ids.length - 1 ? no : this.#growing.length + WIDTH;
      this.#growing.push(EQUALS, slot, id, 0, yes, next);
    }
  }

  #operate(test: AttributeTest): readonly [operation: number, operand: number] {
    switch (test.op) {
      case 'eq':
      case 'in': {
        const slot = this.#vocabulary.slotOf(test.attribute);
        const ids = (valuesOf(test) ?? []).map((value) => this.#vocabulary.idOf(slot, value));
        return [ONE_OF, this.#sets.push(new Set(ids)) - 1];
      }
      case 'prefix':
        return [STARTS_WITH, this.#prefixes.push(test.value) - 1];
      case 'range':
        return [BETWEEN, this.#bounds.push(test.from ?? -Infinity, test.to ?? Infinity) - 2];
      case 'exists':
        return [KNOWN, 0];
      default:
        return neverWritten(test);
    }
  }
}

/** How many tests a form is written as. */
function lengthOf(form: NormalForm): number {
  if (form.kind !== 'literal') return form.parts.reduce((sum, part) => sum + lengthOf(part), 0);
  const values = valuesOf(form.test);
  return values && values.length <= FEW ? values.length : 1;
}

function valuesOf(test: AttributeTest): readonly string[] | undefined {
  if (test.op === 'eq') return [test.value];
  return test.op === 'in' ? test.values : undefined;
}

function neverWritten(test: never): never {
  throw new TypeError(`unknown test: ${JSON.stringify(test)}`);
}
