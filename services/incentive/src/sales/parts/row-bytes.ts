/** Room for a piece that is about to be taken away, and one more row. */
const FIRST_SIZE = 72 * 1024;
const TWO_TO_32 = 2 ** 32;

/** Writes rows in Postgres's binary format of `COPY`: each field is its length, then its bytes. */
export class RowBytes {
  #bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
  #view = viewOf(this.#bytes);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Takes away what was written. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#use(Buffer.allocUnsafeSlow(this.#bytes.length));
    this.#length = 0;
    return taken;
  }

  /** Makes room for so many bytes: the other methods do not look whether there is. */
  reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + size));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#use(larger);
  }

  /** Bytes as they are, lengths of fields included. */
  writeRaw(from: Uint8Array, start: number, end: number): void {
    const to = this.#bytes;
    let at = this.#length;
    for (let index = start; index < end; index += 1) to[at++] = from[index]!;
    this.#length = at;
  }

  writeField(from: Uint8Array, start: number, end: number): void {
    this.#write32(end - start);
    this.writeRaw(from, start, end);
  }

  /** Two ranges as one field, with a byte between them. */
  writeJoined(from: Uint8Array, first: Range, between: number, second: Range): void {
    this.#write32(first.end - first.start + 1 + second.end - second.start);
    this.writeRaw(from, first.start, first.end);
    this.#bytes[this.#length++] = between;
    this.writeRaw(from, second.start, second.end);
  }

  writeInt4(value: number): void {
    this.#view.setInt32(this.#length, 4);
    this.#view.setInt32(this.#length + 4, value);
    this.#length += 8;
  }

  /** @param value a whole number from 0 on that is exact. */
  writeInt8(value: number): void {
    this.#view.setInt32(this.#length, 8);
    this.#view.setInt32(this.#length + 4, Math.floor(value / TWO_TO_32));
    this.#view.setUint32(this.#length + 8, value % TWO_TO_32);
    this.#length += 12;
  }

  #write32(value: number): void {
    this.#view.setInt32(this.#length, value);
    this.#length += 4;
  }

  #use(bytes: Buffer<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer<ArrayBuffer>): DataView {
  return new DataView(buffer, byteOffset, length);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** What stands before the first row: the signature, no flags, no extension. */
export const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** What stands after the last. */
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** Fields that are the same in many rows, written once. */
export function fieldsOf(...fields: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4);
      length.writeInt32BE(field.length);
      return [length, field];
    }),
  );
}
