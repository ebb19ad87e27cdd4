import type { Protocol } from './send-spans.js';

/** Running telemetry. */
export interface Telemetry {
  /** Sends what was not sent yet, for a few seconds at most, and ends. It is the last thing a process does, and never fails. */
  stop(): Promise<void>;
}

type Env = Readonly<Record<string, string | undefined>>;

let running: Promise<Telemetry | undefined> | undefined;

/**
 * Sends spans by OTLP to where the standard variables say: `OTEL_EXPORTER_OTLP_ENDPOINT` (or `..._TRACES_ENDPOINT`),
 * `OTEL_EXPORTER_OTLP_PROTOCOL` (`http/protobuf`, the default, or `http/json`), `OTEL_SERVICE_NAME`. Without an endpoint, or
 * with `OTEL_SDK_DISABLED=true`, nothing is registered. Calling it again gives what already runs.
 *
 * @returns undefined when it is off.
 * @throws TypeError for a protocol that is not spoken.
 * @example
 * const telemetry = await startTelemetry(process.env);
 * await telemetry?.stop();
 */
export function startTelemetry(env: Env): Promise<Telemetry | undefined> {
  return (running ??= start(env));
}

/** The SDK is loaded only when it is wanted: it costs memory. */
async function start(env: Env): Promise<Telemetry | undefined> {
  if (!isWanted(env)) return undefined;
  const protocol = protocolOf(env);
  const { sendSpans } = await import('./send-spans.js');
  const send = sendSpans(protocol);
  return { stop: () => withinTime(send()) };
}

const LAST_SEND_MS = 3_000;

/** A collector that is away must not keep a process from ending, nor hide how it ended. */
async function withinTime(sending: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LAST_SEND_MS} ms`)), LAST_SEND_MS);
  });
  try {
    await Promise.race([sending, late]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`the last spans could not be sent: ${reason}\n`);
  } finally {
    clearTimeout(timer);
  }
}

function isWanted(env: Env): boolean {
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return Boolean(endpoint) && env['OTEL_SDK_DISABLED'] !== 'true';
}

function protocolOf(env: Env): Protocol {
  const protocol =
    env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] || env['OTEL_EXPORTER_OTLP_PROTOCOL'] || 'http/protobuf';
  if (protocol === 'http/json' || protocol === 'http/protobuf') return protocol;
  throw new TypeError(`OTEL_EXPORTER_OTLP_PROTOCOL is "${protocol}": set it to http/protobuf or http/json`);
}
