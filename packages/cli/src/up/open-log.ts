import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '@quyu/host';
import { destination, type Logger } from 'pino';

const ROTATE_AT = 10 * 1024 * 1024;
const WARNING = 40;

/**
 * The log of `quyu up`: all of it in `quyu.log` of the state folder, warnings and errors in short for people too.
 *
 * @param secrets texts that are in none of its lines.
 */
export function openLog(
  state: string,
  note: (line: string) => void,
  secrets: readonly string[],
): { readonly log: Logger; readonly path: string } {
  const path = join(state, 'quyu.log');
  if (existsSync(path) && statSync(path).size > ROTATE_AT) renameSync(path, `${path}.1`);
  const file = destination({ dest: path, sync: false });
  const write = (line: string): void => {
    file.write(line);
    const warning = shortWarning(line);
    if (warning !== undefined) note(warning);
  };
  return { log: createLog('info', { write }, secrets), path };
}

interface LogLine {
  readonly level: number;
  readonly msg?: string;
  readonly plugin?: string;
  readonly reason?: string;
  readonly err?: { readonly message?: string };
}

/** A log line for people, or undefined when it is neither a warning nor an error. */
export function shortWarning(line: string): string | undefined {
  const { level, msg, plugin, reason, err } = JSON.parse(line) as LogLine;
  if (level < WARNING) return undefined;
  const parts = [plugin, msg, err?.message ?? reason].filter((part) => part !== undefined && part !== '');
  return `  ${level > WARNING ? 'error' : 'warning'}: ${parts.join(': ')}`;
}
