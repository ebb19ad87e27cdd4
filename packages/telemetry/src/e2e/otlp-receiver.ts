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

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string };
}

/** A log record, likewise. */
export interface ExportedLog {
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: { readonly stringValue: string };
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes: readonly Attribute[];
}

/** One series of a metric, likewise. */
interface ExportedPoint {
  readonly attributes: readonly Attribute[];
  readonly asDouble?: number;
  readonly asInt?: number | string;
  readonly count?: number | string;
  readonly bucketCounts?: readonly (number | string)[];
  readonly explicitBounds?: readonly number[];
}

/** A metric, likewise: one of the three kinds is there. */
export interface ExportedMetric {
  readonly name: string;
  readonly sum?: { readonly dataPoints: readonly ExportedPoint[]; readonly isMonotonic: boolean };
  readonly gauge?: { readonly dataPoints: readonly ExportedPoint[] };
  readonly histogram?: { readonly dataPoints: readonly ExportedPoint[] };
}

interface Export {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly ExportedSpan[] }[];
  }[];
  readonly resourceLogs?: readonly {
    readonly scopeLogs: readonly { readonly logRecords: readonly ExportedLog[] }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly ExportedMetric[] }[];
  }[];
}

/** What came to a receiver. */
export interface Received {
  readonly spans: ExportedSpan[];
  readonly logs: ExportedLog[];
  /** Those of the last push. */
  metrics: readonly ExportedMetric[];
}

/** Takes OTLP over HTTP as JSON, on a free port. */
export async function openReceiver(): Promise<Received & { readonly url: string; close(): void }> {
  const received: Received = { spans: [], logs: [], metrics: [] };
  const server = createServer((request, response) => {
    void take(request, received).then(() => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(received, { url: `http://127.0.0.1:${port}`, close: () => void server.close() });
}

async function take(request: IncomingMessage, received: Received): Promise<void> {
  const { resourceSpans = [], resourceLogs = [], resourceMetrics = [] } = (await json(request)) as Export;
  for (const { scopeSpans } of resourceSpans)
    for (const { spans } of scopeSpans) received.spans.push(...spans);
  for (const { scopeLogs } of resourceLogs)
    for (const { logRecords } of scopeLogs) received.logs.push(...logRecords);
  for (const { scopeMetrics } of resourceMetrics)
    received.metrics = scopeMetrics.flatMap((each) => each.metrics);
}
