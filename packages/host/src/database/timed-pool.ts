import { Pool, type PoolClient, type PoolConfig } from 'pg';

type Connected = (error: Error | undefined, client: PoolClient | undefined, release: () => void) => void;

/** A pool that tells how long each piece of work waited for its connection, in seconds; also when it got none. */
export class TimedPool extends Pool {
  readonly #onAcquired: (seconds: number) => void;

  constructor(config: PoolConfig, onAcquired: (seconds: number) => void) {
    super(config);
    this.#onAcquired = onAcquired;
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  /** `query` comes through here as well, with a callback. */
  override connect(callback?: Connected): Promise<PoolClient> | void {
    const startedAt = performance.now();
    const tell = (): void => this.#onAcquired((performance.now() - startedAt) / 1000);
    if (!callback) return super.connect().finally(tell);
    super.connect((error, client, release) => {
      tell();
      callback(error, client, release);
    });
  }
}
