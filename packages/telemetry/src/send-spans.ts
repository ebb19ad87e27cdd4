import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { processResource } from './resource.js';
import type { Protocol } from './signals.js';
import { watchExporter } from './watch-exporter.js';

/**
 * Registers the SDK; its exporter reads the address from the environment.
 *
 * @param lost told how many spans the collector did not take.
 * @returns what sends the rest and ends it.
 */
export function sendSpans(protocol: Protocol, lost: (count: number) => void): () => Promise<void> {
  const exporter = protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
  watchExporter(exporter, (batch, taken) => taken || lost(batch.length));
  const provider = new TracerProvider({
    resource: processResource(),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return () => provider.shutdown();
}
