import { isUtf8 } from 'node:buffer';

const LF = 0x0a;
const LINE_LIMIT = 16 * 1024 * 1024;

/** Bytes that are not UTF-8 text, or a line too long to be one. */
export class NotText extends Error {
  /** 1-based. */
  readonly line: number;
  /** The line with U+FFFD where a byte made no sense; null when it is too long. */
  readonly text: string | null;

  constructor(line: number, text: string | null) {
    super(text === null ? `line ${line} is too long` : `line ${line} is not UTF-8`);
    this.name = 'NotText';
    this.line = line;
    this.text = text;
  }
}

/**
 * Passes bytes on in whole lines after checking that they are UTF-8; memory is bounded by the longest line.
 *
 * @throws NotText naming the line.
 */
export async function* checkUtf8(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    // A line feed is never inside a character, so a block of whole lines can be checked alone.
    const end = block.lastIndexOf(LF) + 1;
    const whole = block.subarray(0, end);
    rest = block.subarray(end);
    if (rest.length > LINE_LIMIT) throw new NotText(line + countLines(whole), null);
    if (!isUtf8(whole)) yield* stopAtBadLine(whole, line);
    line += countLines(whole);
    if (whole.length > 0) yield whole;
  }
  if (!isUtf8(rest)) yield* stopAtBadLine(rest, line);
  if (rest.length > 0) yield rest;
}

function countLines(block: Buffer): number {
  let count = 0;
  for (let at = block.indexOf(LF); at !== -1; at = block.indexOf(LF, at + 1)) count += 1;
  return count;
}

function* stopAtBadLine(block: Buffer, firstLine: number): Iterable<Buffer> {
  let start = 0;
  for (let line = firstLine; ; line += 1) {
    const next = block.indexOf(LF, start);
    const end = next === -1 ? block.length : next;
    const text = block.subarray(start, end);
    if (!isUtf8(text)) {
      yield block.subarray(0, start);
      throw new NotText(line, text.toString('utf8'));
    }
    start = end + 1;
  }
}
