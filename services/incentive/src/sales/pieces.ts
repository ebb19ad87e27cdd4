/** The chunks of a stream, taken one by one, of which some may be looked at before. */
export class Pieces {
  readonly #chunks: AsyncGenerator<Uint8Array, void, undefined>;
  readonly #ahead: Uint8Array[] = [];

  constructor(chunks: AsyncGenerator<Uint8Array, void, undefined>) {
    this.#chunks = chunks;
  }

  /** Whether there are at least so many bytes. They are held in memory. */
  async reach(bytes: number): Promise<boolean> {
    let held = this.#ahead.reduce((sum, { length }) => sum + length, 0);
    while (held < bytes) {
      const next = await this.#chunks.next();
      if (next.done) return false;
      this.#ahead.push(next.value);
      held += next.value.length;
    }
    return true;
  }

  /** @returns so many bytes at most; nothing at the end. */
  async next(most = Infinity): Promise<Uint8Array | undefined> {
    const chunk = this.#ahead.shift() ?? (await this.#chunks.next()).value;
    if (!chunk || chunk.length <= most) return chunk ?? undefined;
    this.#ahead.unshift(chunk.subarray(most));
    return chunk.subarray(0, most);
  }

  /** Nobody wants the rest. */
  async close(): Promise<void> {
    await this.#chunks.return();
  }
}
