import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { platformErrors } from '@quyu/contract-kit';
import { partnerApi } from '@quyu/partner-contracts';
import { type TestHost, standInFor, startTestHost } from '@quyu/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enoughAfter, fuzzSettings } from './fuzz-settings.js';

const { runs, seed, limitMs } = fuzzSettings(process.env);
const PATH = '/api/partner/v1/partner-counts';
let app: TestHost;

beforeAll(async () => {
  const partner = standInFor(partnerApi, {
    countPartners: async () => ({ approved: 0, review: 0, declined: 0 }),
  });
  app = await startTestHost({ plugins: [partner], logLevel: 'silent' });
});
afterAll(() => app.stop());

/** Sends bytes and takes all that comes back until the connection ends, which our side does once all is sent. */
async function send(bytes: string | Uint8Array): Promise<string> {
  const socket = connect(app.host.port, '127.0.0.1');
  // The server may cut us off: what it said before counts.
  socket.on('error', () => undefined);
  socket.setTimeout(3000, () => socket.destroy());
  socket.end(bytes);
  try {
    return (await buffer(socket)).toString('latin1');
  } catch {
    return '';
  }
}

const answersIn = (text: string): string[] => text.match(/^HTTP\/1\.1 \d{3}/gm) ?? [];
/** What is wrong with what came back: a failure of ours, or an error that is no problem document of the closed list. */
function faultsIn(text: string): string[] {
  const statuses = answersIn(text).map((line) => Number(line.slice(-3)));
  const codes = [...text.matchAll(/"code":"(\w+)"/g)].map((match) => match[1]!);
  const errors = statuses.filter((status) => status >= 400);
  return [
    ...statuses.filter((status) => status >= 500).map((status) => `${status}`),
    ...codes.filter((code) => !Object.hasOwn(platformErrors, code)),
    ...(errors.length > 0 && !text.includes('application/problem+json') && !isBare(text)
      ? ['no problem document']
      : []),
    ...(/\n\s+at |node_modules|node:internal/.test(text) ? ['a stack'] : []),
  ];
}

/** Node answers a request that names no host by itself, with nothing but the status. */
const isBare = (text: string): boolean =>
  /^HTTP\/1\.1 400 Bad Request\r\n[^{]*\r\n\r\n(0\r\n\r\n)?$/.test(text);
const head = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const first = (...more: readonly string[]): string => head(`GET ${PATH} HTTP/1.1`, 'Host: x', ...more);
const HIDDEN = `GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n`;

describe('what is not quite HTTP', () => {
  const corpus: readonly [string, string | Uint8Array][] = [
    ['nothing', ''],
    ['binary', Uint8Array.from({ length: 512 }, (_, n) => (n * 37) % 256)],
    ['a TLS greeting', Uint8Array.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['no version', `GET ${PATH}\r\n\r\n`],
    ['a version to come', head(`GET ${PATH} HTTP/9.9`, 'Host: x')],
    ['no host', head(`GET ${PATH} HTTP/1.1`)],
    ['a method in small letters', head(`get ${PATH} HTTP/1.1`, 'Host: x')],
    ['a method nobody knows', head(`STEAL ${PATH} HTTP/1.1`, 'Host: x')],
    ['CONNECT', head('CONNECT 127.0.0.1:22 HTTP/1.1', 'Host: x')],
    ['TRACE', head(`TRACE ${PATH} HTTP/1.1`, 'Host: x')],
    ['an address of another host', head('GET http://169.254.169.254/latest HTTP/1.1', 'Host: x')],
    ['an address that is a star', head('OPTIONS * HTTP/1.1', 'Host: x')],
    ['an address with a NUL', head('GET /\0 HTTP/1.1', 'Host: x')],
    ['an address of 100 kB', head(`GET /${'a'.repeat(100_000)} HTTP/1.1`, 'Host: x')],
    ['an address that climbs', head('GET /api/../../../etc/passwd HTTP/1.1', 'Host: x')],
    ['an address that climbs in disguise', head('GET /docs/js/..%2f..%2f..%2fpackage.json HTTP/1.1', 'Host: x')],
    ['a header of 100 kB', first(`X-Long: ${'a'.repeat(100_000)}`)],
    ['five thousand headers', first(...Array.from({ length: 5000 }, (_, n) => `X-${n}: 1`))],
    ['a header without a name', first(': x')],
    ['a blank before the colon', first('Content-Length : 3')],
    ['a folded header', first('X-A: b\r\n c')],
    ['a NUL in a header', first('X-A: b\0c')],
    ['an upgrade', first('Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA')],
    ['a length below nothing', first('Content-Length: -1')],
    ['a length that is no number', first('Content-Length: 0x10')],
    ['a length over all numbers', first('Content-Length: 99999999999999999999')],
    ['a chunk of a size that is none', `${first('Transfer-Encoding: chunked')}zz\r\n`],
    ['a chunk over all numbers', `${first('Transfer-Encoding: chunked')}fffffffffffffffff\r\n`],
    ['an encoding nobody knows', first('Transfer-Encoding: quyu')],
    ['bare line feeds', `GET ${PATH} HTTP/1.1\nHost: x\n\n`],
  ]; // prettier-ignore

  test.each(corpus)('%s is refused or answered, and told nothing', async (_name, bytes) => {
    const answer = await send(bytes);
    expect(faultsIn(answer), answer.slice(0, 500)).toEqual([]);
    expect(answer).not.toMatch(/HTTP\/1\.1 2/);
  });
});

describe('a request inside a request', () => {
  const smuggled: readonly [string, string][] = [
    ['length and chunks', `${first('Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n${HIDDEN}`],
    ['chunks and length', `${first('Transfer-Encoding: chunked', 'Content-Length: 4')}0\r\n\r\n${HIDDEN}`],
    ['two lengths', `${first('Content-Length: 0', `Content-Length: ${HIDDEN.length}`)}${HIDDEN}`],
    ['two lengths in one', `${first(`Content-Length: 0, ${HIDDEN.length}`)}${HIDDEN}`],
    ['a length with a plus', `${first(`Content-Length: +${HIDDEN.length}`)}${HIDDEN}`],
    ['chunks in disguise', `${first('Transfer-Encoding: xchunked', 'Content-Length: 0')}${HIDDEN}`],
    ['chunks twice', `${first('Transfer-Encoding: chunked, identity')}0\r\n\r\n${HIDDEN}`],
    ['a blank before the colon', `${first('Transfer-Encoding : chunked')}0\r\n\r\n${HIDDEN}`],
    ['a bare line feed in a chunk', `${first('Transfer-Encoding: chunked')}0\n\n${HIDDEN}`],
  ];

  test.each(smuggled)('by %s is never answered on its own', async (_name, bytes) => {
    const answer = await send(bytes);
    expect(answer).not.toContain('/hidden');
    expect(answersIn(answer).length).toBeLessThanOrEqual(1);
    expect(faultsIn(answer), answer.slice(0, 500)).toEqual([]);
  });
});

describe(`broken requests (seed ${seed})`, () => {
  test('are refused or answered, and told nothing', async () => {
    const token = await app.token();
    const whole = first(`Authorization: Bearer ${token}`, 'Content-Length: 2', 'Content-Type: application/json');
    const pieces = fc.constantFrom('', '\0', '\r\n', '\r', '\n', ':', ' ', '\r\n\r\n', 'Transfer-Encoding: chunked\r\n', '\xff', '99', HIDDEN);
    const cuts = fc.array(fc.tuple(fc.nat(whole.length), fc.nat(6), pieces), { minLength: 1, maxLength: 4 });
    const isEnough = enoughAfter(limitMs === undefined ? undefined : limitMs * 20);
    const property = fc.asyncProperty(cuts, async (changes) => {
      if (isEnough()) return;
      const bytes = changes.reduce((text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length), `${whole}{}`);
      const answer = await send(Buffer.from(bytes, 'latin1'));
      expect(faultsIn(answer), answer.slice(0, 500)).toEqual([]);
    });
    await fc.assert(property, { numRuns: runs * 5, seed });
  }); // prettier-ignore

  test('leave the host well', async () => {
    expect(await send(head('GET /health/ready HTTP/1.1', 'Host: x', 'Connection: close'))).toMatch(/^HTTP\/1\.1 200/);
  }); // prettier-ignore
});
