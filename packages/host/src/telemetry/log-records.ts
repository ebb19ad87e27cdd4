import {
  type Attributes,
  ROOT_CONTEXT,
  SeverityNumber,
  type SpanContext,
  TraceFlags,
  logs,
  trace,
} from '@opentelemetry/api';

/** Until an SDK is registered it takes nothing. */
const logger = logs.getLogger('@quyu/host');

interface Line {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly plugin?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly err?: { readonly type?: string; readonly message?: string; readonly stack?: string };
  readonly [field: string]: unknown;
}

/** In the order of pino's levels: 10, 20 and so on. */
const SEVERITIES = [
  SeverityNumber.TRACE, SeverityNumber.DEBUG, SeverityNumber.INFO,
  SeverityNumber.WARN, SeverityNumber.ERROR, SeverityNumber.FATAL,
]; // prettier-ignore

function severityOf(level: number) {
  const severityNumber = SEVERITIES[Math.round(level / 10) - 1] ?? SeverityNumber.INFO;
  return { severityNumber, severityText: SeverityNumber[severityNumber] };
}

/** Hands a line of the log to OpenTelemetry as well, where log lines are sent. Never fails: the line itself is written already. */
export function emitLine(line: string): void {
  if (!logger.enabled()) return;
  const parsed = parse(line);
  const { level, time, msg, plugin, trace_id: traceId, span_id: spanId, err, ...rest } = parsed;
  const span = traceId && spanId ? { traceId, spanId, traceFlags: TraceFlags.SAMPLED } : undefined;
  logger.emit({
    timestamp: time,
    ...severityOf(level),
    body: msg ?? '',
    attributes: { ...(plugin ? { 'quyu.service': plugin } : {}), ...attributesOf(rest), ...exceptionOf(err) },
    context: span ? contextOf(span) : ROOT_CONTEXT,
  });
}

function parse(line: string): Line {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return { level: 30, time: Date.now(), msg: line };
  }
}

const contextOf = (span: SpanContext) => trace.setSpanContext(ROOT_CONTEXT, span);

/** What is no plain value is told as JSON. */
function attributesOf(fields: Readonly<Record<string, unknown>>): Attributes {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? value
        : JSON.stringify(value),
    ]),
  );
}

function exceptionOf(err: Line['err']): Attributes {
  if (!err) return {};
  const { type, message, stack } = err;
  return {
    ...(type ? { 'exception.type': type } : {}),
    ...(message ? { 'exception.message': message } : {}),
    ...(stack ? { 'exception.stacktrace': stack } : {}),
  };
}
