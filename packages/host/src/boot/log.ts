import { pino, type DestinationStream, type Logger } from 'pino';
import { currentCause } from '../database/cause.js';
import { traceFields } from '../telemetry/trace-context.js';
import { prettyLine } from './pretty-line.js';
import type { LogLevel } from './settings.js';

/** Where a log is written: a stream, or anything that takes its lines. */
export interface LogOutput {
  readonly isTTY?: boolean;
  write(line: string): unknown;
}

/** Names of fields whose values never reach the log, wherever they stand in a line. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'token',
  'password',
  'secret',
  'databaseUrl',
  'databaseUsers',
  'natsUrl',
];

/** Where log lines go. */
export interface LogOutput {
  /** True when people read along. */
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Makes the host's log: JSON lines on standard error, or a readable line each when a terminal is there. Tokens,
 * passwords and authorization headers are replaced.
 */
export function createLog(level: LogLevel, output: LogOutput = process.stderr): Logger {
  const destination: DestinationStream = output.isTTY
    ? { write: (line) => void output.write(prettyLine(line)) }
    : { write: (line) => void output.write(line) };
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino({ level, base: null, mixin: traceOfLine, redact: { paths, censor: '(hidden)' } }, destination);
}

/** Ties a line to the trace of the work it was written in. */
function traceOfLine(): object {
  return traceFields(currentCause()?.traceparent);
}
