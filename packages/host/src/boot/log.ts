import { pino, type DestinationStream, type Logger } from 'pino';
import { currentCause } from '../database/cause.js';
import { emitLine } from '../telemetry/log-records.js';
import { traceFields } from '../telemetry/trace-context.js';
import { hideTexts } from './hide-texts.js';
import { prettyLine } from './pretty-line.js';
import type { LogLevel } from './settings.js';

/** Names of fields whose values never reach the log, wherever they stand in a line. */
const SECRET_FIELDS = [
  'authorization', 'cookie', 'token', 'password', 'secret', 'databaseUrl', 'databaseDirectUrl', 'databaseUsers',
  'natsUrl', 'natsUsers',
]; // prettier-ignore

/** Where log lines go. */
export interface LogOutput {
  /** True when people read along. */
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Makes the host's log: JSON lines on standard error, or a readable line each when a terminal is there. Tokens,
 * passwords and authorization headers are replaced where they stand in fields of their own. Where an SDK of OpenTelemetry takes
 * log records it gets each line as well, with nothing in it that the line does not have.
 *
 * @param secrets texts that are replaced wherever they stand, in messages and stacks too: see `secretTextsOf`.
 */
export function createLog(
  level: LogLevel,
  output: LogOutput = process.stderr,
  secrets: readonly string[] = [],
): Logger {
  const hide = hideTexts(secrets);
  const form = output.isTTY ? prettyLine : (line: string) => line;
  const destination: DestinationStream = {
    write(text) {
      const line = hide(text);
      output.write(form(line));
      emitLine(line);
    },
  };
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino({ level, base: null, mixin: traceOfLine, redact: { paths, censor: '(hidden)' } }, destination);
}

/** Ties a line to the trace of the work it was written in. */
function traceOfLine(): object {
  return traceFields(currentCause()?.traceparent);
}
