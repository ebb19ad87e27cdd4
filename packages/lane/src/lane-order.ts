/** Where a delivery stands: in its stream, and among all that this consumer was ever given. */
export interface Delivery {
  readonly streamSequence: number;
  readonly consumerSequence: number;
}

/** What the broker says of a consumer at one moment. */
export interface ConsumerState {
  /** The consumer sequence of the last delivery it made, to whomever. */
  readonly delivered: number;
  /** How many deliveries nobody has acknowledged yet. */
  readonly ackPending: number;
}

/** What a delivery turned out to be. */
export type Reception =
  /** New to us: it is held until it is its turn. */
  | 'held'
  /** We hold it already, or have it in hand. */
  | 'known'
  /** We are done with it, and the broker has not heard so: say it again. */
  | 'done'
  /** It is held, but something before it went elsewhere: nothing may be handled until it is back. */
  | 'gap';

/**
 * Keeps the order of a lane. The broker gives new messages while those that were given to a process that died, or were
 * lost with a connection, come back only when their time is up: to handle what comes first would break the order. So at
 * the beginning, and whenever a delivery is missing, everything is held until the broker's count of unacknowledged
 * deliveries says that all of them are here. Then they are taken in the order of the stream.
 *
 * While in order, what was held at that moment and what is new since is all there is: a delivery below what has been
 * taken is a repetition.
 */
export class LaneOrder<D extends Delivery> {
  #inOrder = false;
  readonly #held = new Map<number, { delivery: D; readonly first: number }>();
  readonly #inHand = new Set<number>();
  /** Where the unbroken run of deliveries up to the last one began. */
  #runStart = 0;
  /** The consumer sequence of the last delivery; unknown before the first, or before the broker has told. */
  #last: number | undefined;
  #doneTo = 0;
  #highest = 0;

  get inOrder(): boolean {
    return this.#inOrder;
  }

  get heldCount(): number {
    return this.#held.size;
  }

  held(): D[] {
    return [...this.#held.values()].map(({ delivery }) => delivery);
  }

  /** Forgets everything but what is in hand: the connection was lost, and deliveries with it. */
  reset(): void {
    this.#inOrder = false;
    this.#held.clear();
    this.#last = undefined;
    this.#runStart = 0;
    this.#doneTo = 0;
    this.#highest = 0;
  }

  /** Takes note of a delivery. */
  receive(delivery: D): Reception {
    const { streamSequence, consumerSequence } = delivery;
    const broken = this.#follow(consumerSequence) || this.#isMisplaced(streamSequence);
    if (this.#inHand.has(streamSequence)) return 'known';
    const known = this.#held.get(streamSequence);
    if (known) {
      known.delivery = delivery;
      return 'known';
    }
    if (this.#inOrder && streamSequence <= this.#doneTo) return 'done';
    if (broken) this.#inOrder = false;
    this.#held.set(streamSequence, { delivery, first: consumerSequence });
    this.#highest = Math.max(this.#highest, streamSequence);
    return broken ? 'gap' : 'held';
  }

  /** True for a message that should have come before others that did: in order, only repetitions and new ones come. */
  #isMisplaced(streamSequence: number): boolean {
    return (
      this.#inOrder &&
      streamSequence > this.#doneTo &&
      streamSequence < this.#highest &&
      !this.#held.has(streamSequence)
    );
  }

  /** @returns true when this delivery does not follow the one before it. */
  #follow(consumerSequence: number): boolean {
    const last = this.#last;
    const broken = last !== undefined && consumerSequence !== last + 1;
    // A broker that counts backwards has lost its memory of what it gave us: so must we.
    if (broken && consumerSequence <= last) this.reset();
    if (broken) this.#inOrder = false;
    if (broken || last === undefined) this.#runStart = consumerSequence;
    this.#last = consumerSequence;
    return broken;
  }

  /** Drops a held message that turns out to be done already. */
  drop(streamSequence: number): void {
    this.#held.delete(streamSequence);
  }

  /**
   * Compares what we hold with what the broker says.
   *
   * @param isUndone tells that a held message is known not to have been done by whoever had the lane before. For only
   * then the broker still counts it, and the numbers can be compared.
   * @returns true when everything that was given to anybody is here: from now on the lane is in order.
   */
  settle({ delivered, ackPending }: ConsumerState, isUndone: (delivery: D) => boolean): boolean {
    if (this.#inHand.size > 0) return false;
    const entries = [...this.#held.entries()];
    const counted = entries.filter(([, { first }]) => first <= delivered);
    const last = this.#last ?? 0;
    const unbrokenSince = last <= delivered || this.#runStart <= delivered + 1;
    const allHere = counted.length === ackPending && counted.every(([, { delivery }]) => isUndone(delivery));
    if (!allHere || !unbrokenSince) return false;
    this.#held.clear();
    for (const [sequence, entry] of entries.sort(([a], [b]) => a - b)) this.#held.set(sequence, entry);
    this.#last = Math.max(last, delivered);
    this.#inOrder = true;
    this.#doneTo = 0;
    return true;
  }

  /** Takes the next deliveries in hand, in the order of the stream; none while the lane is not in order. */
  take(most: number): D[] {
    if (!this.#inOrder) return [];
    const taken: D[] = [];
    for (const [sequence, { delivery }] of this.#held) {
      if (taken.length === most) break;
      taken.push(delivery);
      this.#held.delete(sequence);
      this.#inHand.add(sequence);
    }
    return taken;
  }

  /** What was taken is done, every one of them. */
  finish(): void {
    for (const sequence of this.#inHand) this.#doneTo = Math.max(this.#doneTo, sequence);
    this.#inHand.clear();
  }
}
