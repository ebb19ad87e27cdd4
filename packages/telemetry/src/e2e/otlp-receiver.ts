import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A span as it is exported, as far as the tests look at it. */
export interface ExportedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

interface Export {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly ExportedSpan[] }[];
  }[];
}

/** Takes OTLP over HTTP as JSON, on a free port. */
export async function openReceiver(): Promise<{
  readonly url: string;
  readonly spans: readonly ExportedSpan[];
  close(): void;
}> {
  const spans: ExportedSpan[] = [];
  const server = createServer((request, response) => {
    void take(request, spans).then(() => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, spans, close: () => void server.close() };
}

async function take(request: IncomingMessage, spans: ExportedSpan[]): Promise<void> {
  const { resourceSpans } = (await json(request)) as Export;
  for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
}
