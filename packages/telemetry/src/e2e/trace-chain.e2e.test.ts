import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openReceiver } from './otlp-receiver.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const PROCESS = fileURLToPath(new URL('../../dist/e2e/traced-host.js', import.meta.url));

test('a request, its event, the handler, what that publishes and its handler are one linked trace', async () => {
  const receiver = await openReceiver();
  const env = {
    ...process.env,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    TEST_TRACEPARENT: `00-${TRACE}-${CALLER}-01`,
  };
  await promisify(execFile)(process.execPath, [PROCESS], { env, timeout: 25_000 });
  receiver.close();
  const ours = receiver.spans.filter(({ traceId }) => traceId === TRACE);
  const chain = [
    ['POST /api/front/v1/orders', 2],
    ['send front.placed.v1', 4],
    ['process front.placed.v1', 5],
    ['send back.packed.v1', 4],
    ['process back.packed.v1', 5],
  ] as const;
  expect(ours.map(({ name }) => name).sort()).toEqual(chain.map(([name]) => name).sort());
  let parent = CALLER;
  for (const [name, kind] of chain) {
    const span = ours.find((each) => each.name === name);
    expect(span).toMatchObject({ kind, parentSpanId: parent });
    const links = kind === 5 ? [{ traceId: TRACE, spanId: parent }] : [];
    expect(span?.links ?? []).toMatchObject(links);
    parent = span!.spanId;
  }
});
