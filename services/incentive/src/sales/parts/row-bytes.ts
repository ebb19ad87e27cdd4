/** Room for a piece that is about to be taken away, and one more row. */
const FIRST_SIZE = 72 * 1024;
/** The signature, no flags, no extension. */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);

/** What rows are written into, see row-fields.ts. */
export interface RowTarget {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly view: DataView;
}

/** Rows in Postgres's binary format of `COPY`, to be taken away piece by piece. */
export class RowBytes {
  /** Where the next row goes in what {@link room} gives; who writes it says where it ends. */
  length = 0;
  #target = targetOf(Buffer.allocUnsafeSlow(FIRST_SIZE));
  /** Written and sent: to be written over. */
  readonly #free: RowTarget[] = [];

  /** Makes room for so many bytes. */
  room(size: number): RowTarget {
    const { bytes } = this.#target;
    if (this.length + size > bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, this.length + size));
      larger.set(bytes.subarray(0, this.length));
      this.#target = targetOf(larger);
    }
    return this.#target;
  }

  /** What stands before the first row. */
  begin(): void {
    this.#append(HEADER);
  }

  /** What stands after the last. */
  end(): void {
    this.#append(TRAILER);
  }

  /** Takes away what was written. */
  take(): Buffer {
    const { bytes } = this.#target;
    const taken = bytes.subarray(0, this.length);
    this.#target = this.#free.pop() ?? targetOf(Buffer.allocUnsafeSlow(bytes.length));
    this.length = 0;
    return taken;
  }

  /** Nobody needs what was taken away any more. */
  release(taken: Uint8Array): void {
    if (taken.buffer instanceof ArrayBuffer) this.#free.push(targetOf(Buffer.from(taken.buffer)));
  }

  #append(bytes: Uint8Array): void {
    this.room(bytes.length).bytes.set(bytes, this.length);
    this.length += bytes.length;
  }
}

function targetOf(bytes: Buffer<ArrayBuffer>): RowTarget {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}
