import { logs } from '@opentelemetry/api';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, type LogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { processResource } from './resource.js';
import type { Protocol } from './signals.js';
import { watchExporter } from './watch-exporter.js';

/** Log lines that may be on their way; what comes beyond is left out. The processor would leave it out too, and tell nobody. */
const MOST_PENDING = 2048;

/**
 * Registers the SDK; its exporter reads the address from the environment.
 *
 * @param lost told how many lines were left out, or not taken by the collector.
 * @returns what sends the rest and ends it.
 */
export function sendLogs(protocol: Protocol, lost: (count: number) => void): () => Promise<void> {
  const exporter = protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
  let pending = 0;
  watchExporter(exporter, (batch, taken) => {
    pending -= batch.length;
    if (!taken) lost(batch.length);
  });
  const batches = new BatchLogRecordProcessor({ exporter, maxQueueSize: MOST_PENDING });
  const bounded: LogRecordProcessor = {
    forceFlush: () => batches.forceFlush(),
    shutdown: () => batches.shutdown(),
    onEmit(record) {
      if (pending >= MOST_PENDING) return lost(1);
      pending += 1;
      batches.onEmit(record);
    },
  };
  const provider = new LoggerProvider({ resource: processResource(), processors: [bounded] });
  logs.setGlobalLoggerProvider(provider);
  return () => provider.shutdown();
}
