import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, envDetector, detectResources } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/** Running telemetry. */
export interface Telemetry {
  /** Sends what was not sent yet, and ends. It is the last thing a process does. */
  stop(): Promise<void>;
}

type Env = Readonly<Record<string, string | undefined>>;

let running: Telemetry | undefined;

/**
 * Sends spans by OTLP to where the standard variables say: `OTEL_EXPORTER_OTLP_ENDPOINT` (or `..._TRACES_ENDPOINT`),
 * `OTEL_EXPORTER_OTLP_PROTOCOL` (`http/protobuf`, the default, or `http/json`), `OTEL_SERVICE_NAME`. Without an endpoint, or
 * with `OTEL_SDK_DISABLED=true`, nothing is registered. Calling it again gives what already runs.
 *
 * @returns undefined when it is off.
 * @throws TypeError for a protocol that is not spoken.
 * @example
 * const telemetry = startTelemetry(process.env);
 * await telemetry?.stop();
 */
export function startTelemetry(env: Env): Telemetry | undefined {
  if (running || !isWanted(env)) return running;
  const provider = new TracerProvider({
    resource: defaultResource().merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor({ exporter: exporterOf(env) })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  running = { stop: () => provider.shutdown() };
  return running;
}

function isWanted(env: Env): boolean {
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return Boolean(endpoint) && env['OTEL_SDK_DISABLED'] !== 'true';
}

function exporterOf(env: Env): JsonExporter | ProtobufExporter {
  const protocol =
    env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? env['OTEL_EXPORTER_OTLP_PROTOCOL'] ?? 'http/protobuf';
  if (protocol === 'http/json') return new JsonExporter();
  if (protocol === 'http/protobuf') return new ProtobufExporter();
  throw new TypeError(`OTEL_EXPORTER_OTLP_PROTOCOL is "${protocol}": set it to http/protobuf or http/json`);
}
