/** The bytes of a part of a file, from the beginning of a record on, for reading some of its lines once more. */
export class KeptBytes {
  /** The line of the file that they begin on. */
  readonly line: number;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(line = 1) {
    this.line = line;
  }

  get chunks(): readonly Uint8Array[] {
    return this.#chunks;
  }

  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** The last of the bytes, in which another part of the file begins. */
  last({ line, length }: { readonly line: number; readonly length: number }): KeptBytes {
    const kept = new KeptBytes(line);
    let before = this.#length - length;
    for (const chunk of this.#chunks) {
      if (before < chunk.length) kept.push(chunk.subarray(before));
      before = Math.max(0, before - chunk.length);
    }
    return kept;
  }
}
