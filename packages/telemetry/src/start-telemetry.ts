import type { Measured } from './measured.js';
import { type Env, SIGNALS, type Signal, metricIntervalOf, protocolOf } from './signals.js';

/** Running telemetry. */
export interface Telemetry {
  /** Sends what `read` gives from now on, once a minute or every `OTEL_METRIC_EXPORT_INTERVAL` milliseconds, when metrics are sent at all. */
  sendMetrics(read: () => Promise<readonly Measured[]>): Promise<void>;
  /** What was meant to be sent and is lost so far: spans, pushes of metrics, and log lines. */
  losses(): Readonly<Record<Signal, number>>;
  /** Sends what was not sent yet, for a few seconds at most, and ends. It is the last thing a process does, and never fails. */
  stop(): Promise<void>;
}

let running: Promise<Telemetry | undefined> | undefined;

/**
 * Sends spans, metrics and log lines by OTLP to where the standard variables say: `OTEL_EXPORTER_OTLP_ENDPOINT` (or
 * `..._TRACES_ENDPOINT`, `..._METRICS_ENDPOINT`, `..._LOGS_ENDPOINT`), `OTEL_EXPORTER_OTLP_PROTOCOL` (`http/protobuf`, the default, or
 * `http/json`), `OTEL_SERVICE_NAME`. `OTEL_TRACES_EXPORTER`, `OTEL_METRICS_EXPORTER` or `OTEL_LOGS_EXPORTER` with `none` leaves one out.
 * Without an endpoint, or with `OTEL_SDK_DISABLED=true`, nothing is registered. Calling it again gives what already runs.
 *
 * A collector that is away holds nothing up: what cannot be kept meanwhile is counted as lost.
 *
 * @returns undefined when it is off.
 * @throws TypeError for a variable whose value is not understood.
 * @example
 * const telemetry = await startTelemetry(process.env);
 * await telemetry?.sendMetrics(() => host.metrics());
 * await telemetry?.stop();
 */
export function startTelemetry(env: Env): Promise<Telemetry | undefined> {
  return (running ??= start(env));
}

/** The SDK is loaded only when it is wanted: it costs memory. */
async function start(env: Env): Promise<Telemetry | undefined> {
  const [traces, metrics, logs] = SIGNALS.map((signal) => protocolOf(signal, env));
  const intervalMs = metricIntervalOf(env);
  if (!traces && !metrics && !logs) return undefined;
  const losses: Record<Signal, number> = { traces: 0, metrics: 0, logs: 0 };
  const lose = (signal: Signal) => (count: number) => void (losses[signal] += count);
  const endings: (() => Promise<void>)[] = [];
  if (traces) endings.push((await import('./send-spans.js')).sendSpans(traces, lose('traces')));
  if (logs) endings.push((await import('./send-logs.js')).sendLogs(logs, lose('logs')));
  return {
    async sendMetrics(read) {
      if (!metrics) return;
      const { sendMetrics } = await import('./send-metrics.js');
      endings.push(sendMetrics({ protocol: metrics, intervalMs, read, lost: lose('metrics') }));
    },
    losses: () => losses,
    stop: () => withinTime(Promise.all(endings.map((end) => end()))),
  };
}

const LAST_SEND_MS = 3_000;

/** A collector that is away must not keep a process from ending, nor hide how it ended. */
async function withinTime(sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LAST_SEND_MS} ms`)), LAST_SEND_MS);
  });
  try {
    await Promise.race([sending, late]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`the last telemetry could not be sent: ${reason}\n`);
  } finally {
    clearTimeout(timer);
  }
}
