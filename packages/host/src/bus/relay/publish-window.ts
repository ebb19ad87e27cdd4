/** Something to be published after everything else that has the same key. */
export interface Publishable {
  /** What keeps its order: the aggregate. */
  readonly key: string;
}

/** What became of one publish. */
export type Outcome =
  | { readonly kind: 'stored' }
  /** It can never be published: it and what follows it in its aggregate must be put aside. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Not known, or not now: try again later. */
  | { readonly kind: 'failed'; readonly error: Error };

/** What became of all of them. What is in neither list was not published, or nobody knows. */
export interface WindowResult<Row> {
  readonly stored: readonly Row[];
  readonly refused: readonly { readonly row: Row; readonly reason: string }[];
  readonly failure?: Error;
}

/**
 * Decides what may be published when: many at a time, but of each aggregate one after the other, and nothing new once one
 * has failed. A window that was full is filled again when half of it is settled: many publishes then share a write to the socket. It does no I/O: the driver sends what {@link next} gives and reports with {@link settle}.
 */
export class PublishWindow<Row extends Publishable> {
  readonly #limit: number;
  readonly #ready: Row[] = [];
  readonly #waiting = new Map<string, Row[]>();
  readonly #stored: Row[] = [];
  readonly #refused: { row: Row; reason: string }[] = [];
  #inFlight = 0;
  #wasFull = false;
  #nextReady = 0;
  #failure: Error | undefined;

  /** @param rows in the order in which those of one aggregate must be stored. @param limit most in flight. */
  constructor(rows: readonly Row[], limit: number) {
    this.#limit = limit;
    for (const row of rows) {
      const queue = this.#waiting.get(row.key);
      if (queue) queue.push(row);
      else {
        this.#waiting.set(row.key, []);
        this.#ready.push(row);
      }
    }
  }

  /** The next row to send now, if any may be. */
  next(): Row | undefined {
    if (this.#failure || this.#nextReady >= this.#ready.length || this.#isFull()) return undefined;
    this.#inFlight += 1;
    return this.#ready[this.#nextReady++];
  }

  #isFull(): boolean {
    this.#wasFull = this.#inFlight >= (this.#wasFull ? this.#limit / 2 + 1 : this.#limit);
    return this.#wasFull;
  }

  /** Reports what became of a row that {@link next} gave. */
  settle(row: Row, outcome: Outcome): void {
    this.#inFlight -= 1;
    if (outcome.kind === 'failed') this.#failure ??= outcome.error;
    if (outcome.kind === 'refused') this.#refuse(row, outcome.reason);
    if (outcome.kind !== 'stored') return;
    this.#stored.push(row);
    const follower = this.#waiting.get(row.key)?.shift();
    if (follower) this.#ready.push(follower);
  }

  /** What follows a refused event of its aggregate must not overtake it. */
  #refuse(row: Row, reason: string): void {
    this.#refused.push({ row, reason });
    const followers = this.#waiting.get(row.key)?.splice(0) ?? [];
    for (const follower of followers)
      this.#refused.push({ row: follower, reason: `follows one that was refused: ${reason}` });
  }

  /** The result once everything in flight is settled and nothing more may be sent; undefined before. */
  result(): WindowResult<Row> | undefined {
    const more = !this.#failure && this.#nextReady < this.#ready.length;
    if (this.#inFlight > 0 || more) return undefined;
    return {
      stored: this.#stored,
      refused: this.#refused,
      ...(this.#failure ? { failure: this.#failure } : {}),
    };
  }
}
