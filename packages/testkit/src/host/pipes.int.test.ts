import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { rawRequests } from './raw-request.js';
import { shopApi } from './sample-contracts.js';
import { shopPlugin } from './shop-plugin.js';

let app: TestHost;
const send = rawRequests(() => app);
const NDJSON = { 'content-type': 'application/x-ndjson' };
const SPELLING = '/api/shop/v1/shops/spelling';

beforeAll(async () => {
  app = await startTestHost({ plugins: [shopPlugin] });
});
afterAll(() => app.stop());

async function* shops(count: number): AsyncGenerator<{ code: string; name: string }> {
  for (let n = 0; n < count; n += 1) yield { code: `p-${n}`, name: 'x'.repeat(100) };
}

const linesOf = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a pipe', () => {
  test('answers each line in order, the bad ones too', async () => {
    const body = '{"code":"a-1","name":"One"}\n{"code":"a-2"\n\n{"code":"a-3","name":"three"}';
    const answer = await send('POST', SPELLING, { body, headers: NDJSON });
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(linesOf(answer.text)).toEqual([
      { line: 1, spelt: 'ONE' },
      { line: 2, spelt: null },
      { line: 4, spelt: 'THREE' },
    ]);
  });

  test('answers a line while the next is still to come', async () => {
    let answered = 0;
    let asked = 0;
    const heard = new EventTarget();
    async function* oneByOne(): AsyncGenerator<{ code: string; name: string }> {
      for (; asked < 3; asked += 1) {
        if (asked > answered) await new Promise((go) => heard.addEventListener('line', go, { once: true }));
        // Larger than what the sender gathers, so that each leaves at once.
        yield { code: `q-${asked}`, name: 'x'.repeat(70_000) };
      }
    }
    for await (const { line } of app.client(shopApi).spellShops({ body: oneByOne() })) {
      expect(line).toBe(answered + 1);
      answered += 1;
      heard.dispatchEvent(new Event('line'));
    }
    expect(answered).toBe(3);
  });

  test('reads no faster than its caller does', async () => {
    let made = 0;
    async function* counted(): AsyncGenerator<{ code: string; name: string }> {
      for await (const shop of shops(400_000)) {
        made += 1;
        yield shop;
      }
    }
    const answers = app.client(shopApi).spellShops({ body: counted() })[Symbol.asyncIterator]();
    await answers.next();
    let before = -1;
    while (made !== before) {
      before = made;
      await new Promise((go) => setTimeout(go, 300));
    }
    expect(made).toBeLessThan(200_000);
    let read = 1;
    while (!(await answers.next()).done) read += 1;
    expect([made, read]).toEqual([400_000, 400_000]);
  }, 60_000);

  test('of bytes gives the handler the bytes', async () => {
    const answer = await send('POST', '/api/shop/v1/shops/measure', {
      body: 'a,b\n1,2\n',
      headers: { 'content-type': 'text/csv' },
    });
    expect(linesOf(answer.text)).toEqual([{ bytes: 8 }]);
  });

  test('that fails at its first line is a problem, and midway is cut after it', async () => {
    const first = await send('POST', SPELLING, { body: '{"code":"unknown","name":"X"}', headers: NDJSON });
    expect([first.status, first.json.code]).toEqual([404, 'SHOP_NOT_FOUND']);
    const body = '{"code":"a-1","name":"X"}\n{"code":"unknown","name":"X"}\n';
    await expect(send('POST', SPELLING, { body, headers: NDJSON })).rejects.toThrow('terminated');
  });

  test('of another type, or without a token, is refused', async () => {
    const typed = await send('POST', SPELLING, {
      body: '[]',
      headers: { 'content-type': 'application/json' },
    });
    expect(typed.status).toBe(415);
    const nobody = await fetch(`${app.url}${SPELLING}`, { method: 'POST', body: '', headers: NDJSON });
    expect(nobody.status).toBe(401);
  });

  test('whose caller goes away leaves the server well', async () => {
    for await (const { line } of app.client(shopApi).spellShops({ body: shops(100_000) }))
      if (line === 5) break;
    expect((await send('GET', '/health/ready')).status).toBe(200);
  });
});
