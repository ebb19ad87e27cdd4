/** What leaves a process: each can be sent elsewhere, or not at all. */
export const SIGNALS = ['traces', 'metrics', 'logs'] as const;
export type Signal = (typeof SIGNALS)[number];

/** What OTLP over HTTP is written in. */
export type Protocol = 'http/json' | 'http/protobuf';

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * How a signal is sent by the standard variables; undefined when it is not.
 *
 * @throws TypeError for a protocol or an exporter that is not spoken.
 */
export function protocolOf(signal: Signal, env: Env): Protocol | undefined {
  const of = (name: string): string | undefined =>
    env[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`] || env[`OTEL_EXPORTER_OTLP_${name}`];
  if (!of('ENDPOINT') || env['OTEL_SDK_DISABLED'] === 'true' || !isExported(signal, env)) return undefined;
  const protocol = of('PROTOCOL') || 'http/protobuf';
  if (protocol === 'http/json' || protocol === 'http/protobuf') return protocol;
  throw new TypeError(`OTEL_EXPORTER_OTLP_PROTOCOL is "${protocol}": set it to http/protobuf or http/json`);
}

function isExported(signal: Signal, env: Env): boolean {
  const name = `OTEL_${signal.toUpperCase()}_EXPORTER`;
  const exporter = env[name] || 'otlp';
  if (exporter === 'otlp') return true;
  if (exporter === 'none') return false;
  throw new TypeError(`${name} is "${exporter}": set it to otlp or none`);
}

const EVERY_MS = 60_000;

/**
 * How often metrics are sent, in milliseconds.
 *
 * @throws TypeError when it is no number of at least a tenth of a second.
 */
export function metricIntervalOf(env: Env): number {
  const text = env['OTEL_METRIC_EXPORT_INTERVAL'];
  if (!text) return EVERY_MS;
  const interval = Number(text);
  if (Number.isInteger(interval) && interval >= 100) return interval;
  throw new TypeError(
    `OTEL_METRIC_EXPORT_INTERVAL is "${text}": set it to milliseconds, 100 or more, e.g. 60000`,
  );
}
