const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info ',
  40: 'warn ',
  50: 'error',
  60: 'fatal',
};
const COLOURS: Readonly<Record<number, string>> = { 40: '\u001B[33m', 50: '\u001B[31m', 60: '\u001B[31m' };
const RESET = '\u001B[0m';

interface LogLine {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly err?: { readonly stack?: string; readonly message?: string };
}

/** A JSON log line as one readable line; the stack of an error follows it. */
export function prettyLine(json: string): string {
  const { level, time, msg = '', err, ...rest } = JSON.parse(json) as LogLine;
  const clock = new Date(time).toTimeString().slice(0, 8);
  const fields = Object.entries(rest).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const colour = COLOURS[level];
  const text = `${clock} ${LEVELS[level] ?? level} ${msg}${fields.join('')}`;
  const stack = err ? `\n${err.stack ?? err.message ?? ''}` : '';
  return colour ? `${colour}${text}${RESET}${stack}\n` : `${text}${stack}\n`;
}
