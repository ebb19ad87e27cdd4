import type { HrTime } from '@opentelemetry/api';
import { OTLPMetricExporter as JsonExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { type MetricProducer, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { type Measured, metricData } from './measured.js';
import { processResource } from './resource.js';
import type { Protocol } from './signals.js';
import { watchExporter } from './watch-exporter.js';

/** Settings of {@link sendMetrics}. */
export interface MetricSettings {
  readonly protocol: Protocol;
  readonly intervalMs: number;
  /** Gives what is measured, now. */
  readonly read: () => Promise<readonly Measured[]>;
  /** Told of each time that the collector did not take the metrics; the next time takes the same figures and later ones. */
  readonly lost: (count: number) => void;
}

/** Sends metrics at intervals. @returns what sends them a last time and ends it. */
export function sendMetrics({ protocol, intervalMs, read, lost }: MetricSettings): () => Promise<void> {
  const exporter = protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
  watchExporter(exporter, (_, taken) => taken || lost(1));
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: intervalMs,
  });
  reader.setMetricProducer(producerOf(read));
  return () => reader.shutdown();
}

function producerOf(read: MetricSettings['read']): MetricProducer {
  const resource = processResource();
  const startTime = hrTimeOf(Date.now() - process.uptime() * 1000);
  return {
    async collect() {
      const measured = await read();
      const metrics = metricData(measured, { startTime, endTime: hrTimeOf(Date.now()) });
      return {
        resourceMetrics: { resource, scopeMetrics: [{ scope: { name: '@quyu/host' }, metrics }] },
        errors: [],
      };
    },
  };
}

const hrTimeOf = (ms: number): HrTime => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
