/** Distinguished encoding (X.690) of the few things that a certificate is made of. */
function tagged(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const { length } = body;
  const short = length < 128 ? [length] : [0x81, length];
  const lengths = length < 256 ? short : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengths]), body]);
}

export const sequence = (...items: readonly Uint8Array[]): Buffer => tagged(0x30, ...items);
export const set = (...items: readonly Uint8Array[]): Buffer => tagged(0x31, ...items);
export const integer = (value: number): Buffer => tagged(0x02, Buffer.from([value]));
export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text));
export const octets = (content: Uint8Array): Buffer => tagged(0x04, content);
export const yes = tagged(0x01, Buffer.from([0xff]));

/** @param unused how many bits at the end say nothing. */
export const bits = (content: Uint8Array, unused = 0): Buffer => tagged(0x03, Buffer.from([unused]), content);

/** A field known by its number in its type: `[0]`. */
export const field = (number: number, content: Uint8Array): Buffer => tagged(0xa0 + number, content);

/** The same for a text: a name of a host is `[2]` of its type. */
export const plainField = (number: number, text: string): Buffer => tagged(0x80 + number, Buffer.from(text));

/** `261126114012Z`. */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return tagged(0x17, Buffer.from(digits.slice(2)));
}

/** @param dotted e.g. `2.5.29.17`. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
