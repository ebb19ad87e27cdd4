/** Work that goes on until it is stopped. */
export interface Running {
  /** Resolves when all of it has ended. */
  stop(): Promise<void>;
}

/** Work that ends when `stop` fires. */
export function stoppable(stop: AbortController, work: readonly Promise<void>[]): Running {
  const all = Promise.all(work);
  return {
    async stop() {
      stop.abort();
      await all;
    },
  };
}
