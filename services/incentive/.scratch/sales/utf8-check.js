import { isUtf8 } from 'node:buffer';
/** Checks that a stream of bytes is UTF-8, wherever its chunks are cut. */
export class Utf8Check {
    /** The beginning of a character that the next chunk completes: at most three bytes. */
    #begun = new Uint8Array();
    /**
     * @returns where the first byte that is not UTF-8 stands, counted from the beginning of this chunk (so it is negative
     * for a character begun in the chunk before), or undefined when all is well.
     */
    push(chunk) {
        const begun = this.#begun;
        const bytes = begun.length > 0 ? Buffer.concat([begun, chunk]) : chunk;
        const whole = bytes.length - unfinished(bytes);
        if (!isUtf8(bytes.subarray(0, whole)))
            return firstFault(bytes) - begun.length;
        this.#begun = bytes.slice(whole);
        return undefined;
    }
    /** @returns how many bytes of an unfinished character the stream ends in: 0 when all is well. */
    end() {
        return this.#begun.length;
    }
}
/** How many bytes at the end begin a character without finishing it. */
function unfinished(bytes) {
    for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
        const byte = bytes[bytes.length - back];
        if (!isContinuation(byte))
            return widthOf(byte) > back ? back : 0;
    }
    return 0;
}
function isContinuation(byte) {
    return (byte & 0xc0) === 0x80;
}
function widthOf(leadByte) {
    if (leadByte < 0xc0)
        return 1;
    if (leadByte < 0xe0)
        return 2;
    return leadByte < 0xf0 ? 3 : 4;
}
function firstFault(bytes) {
    let at = 0;
    while (at < bytes.length) {
        const width = widthOf(bytes[at]);
        if (!isUtf8(bytes.subarray(at, at + width)))
            return at;
        at += width;
    }
    return at;
}
//# sourceMappingURL=utf8-check.js.map