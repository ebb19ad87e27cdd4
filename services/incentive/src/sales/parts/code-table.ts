const SEED = 0x811c9dc5;
const PRIME = 0x01000193;
const FREE = -1;

/**
 * Finds codes by their bytes, each by its number from 0 on in the order in which they were added. Nothing is allocated to
 * find one: a file of a million lines names four million.
 *
 * @example const codes = new CodeTable(['P1', 'P2']); codes.find(Buffer.from('a,P2'), 2, 4); // 1
 */
export class CodeTable {
  readonly #bytes: Buffer;
  /** Where each code begins in the bytes; and where the last one ends. */
  readonly #starts: Uint32Array;
  readonly #slots: Int32Array;
  /** What was found last is often asked for again: the lines of an order name one partner. */
  #last = FREE;

  constructor(codes: readonly string[]) {
    this.#bytes = Buffer.from(codes.join(''));
    this.#starts = new Uint32Array(codes.length + 1);
    codes.forEach((code, number) => {
      this.#starts[number + 1] = this.#starts[number]! + Buffer.byteLength(code);
    });
    // At most half full: few looks for each.
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(codes.length * 2 + 2))).fill(FREE);
    codes.forEach((_, number) => this.#add(number));
  }

  /** @returns its number; -1 for one that is not there. */
  find(bytes: Uint8Array, start: number, end: number): number {
    if (this.#last !== FREE && this.#is(this.#last, bytes, start, end)) return this.#last;
    const mask = this.#slots.length - 1;
    for (let slot = hash(bytes, start, end) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]!;
      if (number === FREE) return FREE;
      if (this.#is(number, bytes, start, end)) return (this.#last = number);
    }
  }

  #add(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash(this.#bytes, this.#starts[number]!, this.#starts[number + 1]!) & mask;
    while (this.#slots[slot] !== FREE) slot = (slot + 1) & mask;
    this.#slots[slot] = number;
  }

  #is(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const first = this.#starts[number]!;
    if (this.#starts[number + 1]! - first !== end - start) return false;
    for (let at = start, own = first; at < end; at += 1, own += 1)
      if (bytes[at] !== this.#bytes[own]) return false;
    return true;
  }
}

/** FNV-1a. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = SEED;
  for (let index = start; index < end; index += 1) value = Math.imul(value ^ bytes[index]!, PRIME);
  return value ^ (value >>> 15);
}
