/** Test support: what a broker and a careless network can do to a consumer's deliveries. */
import { type Delivery, LaneOrder } from './lane-order.js';

/** What may happen next. */
export type Step =
  /** New messages are given to us, or to a process that then dies with them. */
  | 'give'
  | 'give-to-another'
  /** The time of what nobody acknowledged is up, and it is given to us. */
  | 'give-again'
  /** A delivery is lost on its way: the broker counts it, and we never see it. */
  | 'lose'
  | 'disconnect'
  | 'look'
  | 'handle'
  /** We handle, and the acknowledgement is lost. */
  | 'handle-unheard';

export const STEPS: readonly Step[] = [
  'give', 'give', 'give-to-another', 'give-again', 'lose', 'disconnect', 'look', 'look', 'handle', 'handle', 'handle-unheard',
]; // prettier-ignore

/** A stream of messages 1, 2, 3, ... that a lane handles; `handled` is what had an effect, in that order. */
export class BrokerModel {
  readonly order = new LaneOrder<Delivery>();
  readonly handled: number[] = [];
  readonly #pending = new Set<number>();
  #next = 1;
  #delivered = 0;

  do(step: Step): void {
    if (step === 'give') this.#deliver(this.#take());
    if (step === 'give-to-another' || step === 'lose') this.#count(this.#take());
    if (step === 'give-again') this.#giveAgain();
    if (step === 'disconnect') this.order.reset();
    if (step === 'look') this.#look();
    if (step === 'handle') this.#handle(true);
    if (step === 'handle-unheard') this.#handle(false);
  }

  /** Lets the dust settle: what is outstanding comes back, and everything is handled. */
  finish(): number {
    for (let round = 0; round < 4; round += 1) {
      for (const step of ['give-again', 'look', 'handle', 'look'] as const) this.do(step);
    }
    return this.#next - 1;
  }

  #giveAgain(): void {
    for (const sequence of this.#pending) this.#deliver(sequence);
  }

  #take(): number {
    return this.#next++;
  }

  #count(sequence: number): number {
    this.#pending.add(sequence);
    this.#delivered += 1;
    return this.#delivered;
  }

  #deliver(sequence: number): void {
    const received = this.order.receive({
      streamSequence: sequence,
      consumerSequence: this.#count(sequence),
    });
    if (received === 'done') this.#pending.delete(sequence);
  }

  #look(): void {
    const done = this.order.held().filter(({ streamSequence }) => this.handled.includes(streamSequence));
    for (const { streamSequence } of done) {
      this.order.drop(streamSequence);
      this.#pending.delete(streamSequence);
    }
    if (this.order.inOrder) return;
    this.order.settle({ delivered: this.#delivered, ackPending: this.#pending.size }, () => true);
  }

  #handle(heard: boolean): void {
    for (const { streamSequence } of this.order.take(3)) {
      this.handled.push(streamSequence);
      if (heard) this.#pending.delete(streamSequence);
    }
    this.order.finish();
  }
}
