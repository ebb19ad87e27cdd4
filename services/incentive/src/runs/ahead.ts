/** Gives items as they come, and has the next made while the one before is being dealt with. */
export async function* aheadOf<T>(items: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  const each = items[Symbol.asyncIterator]();
  let next = each.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      // Begun only once whoever took the last item has set to work on it.
      next = new Promise<void>((resolve) => setImmediate(resolve)).then(() => each.next());
      // Its failure is told when it is asked for.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await each.return?.();
  }
}

/** Has the first item made at once, and the others as they are asked for. */
export function begun<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  const each = items[Symbol.asyncIterator]();
  const first = each.next();
  // Its failure is told when it is asked for.
  first.catch(() => {});
  return {
    async *[Symbol.asyncIterator]() {
      const { done, value } = await first;
      if (done) return;
      yield value;
      yield* { [Symbol.asyncIterator]: () => each };
    },
  };
}
