/** Rows that are handed on so many bytes at a time. */
export interface Slices {
  next(): AsyncGenerator<Uint8Array, void, undefined>;
  isOver(): boolean;
}

export function slicesOf(rows: AsyncGenerator<Uint8Array, void, undefined>, sliceBytes: number): Slices {
  let isOver = false;
  return {
    isOver: () => isOver,
    async *next() {
      // Not for-await: leaving it would end the rows for the slices that follow.
      for (let bytes = 0; bytes < sliceBytes;) {
        const next = await rows.next();
        isOver = next.done === true;
        if (next.done) return;
        bytes += next.value.length;
        yield next.value;
      }
    },
  };
}
