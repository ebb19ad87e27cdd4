/** What was started, to be stopped in the opposite order. */
export class Teardown {
  readonly #steps: (() => unknown)[] = [];

  /** Notes how to stop something that was just started. */
  add(stop: () => unknown): void {
    this.#steps.push(stop);
  }

  /** Stops everything, the last first; a failure does not keep the rest from being stopped. */
  async run(): Promise<readonly unknown[]> {
    const failures: unknown[] = [];
    for (let stop = this.#steps.pop(); stop; stop = this.#steps.pop()) {
      try {
        await stop();
      } catch (error) {
        failures.push(error);
      }
    }
    return failures;
  }
}
