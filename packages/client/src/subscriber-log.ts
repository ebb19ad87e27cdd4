/** Where a subscription says what goes wrong; `console` and every common logger fit. */
export interface SubscriberLog {
  warn(line: string): void;
  error(line: string): void;
}

/** Lines on standard error. */
export const standardErrorLog: SubscriberLog = {
  warn: (line) => void process.stderr.write(`quyu client: ${line}\n`),
  error: (line) => void process.stderr.write(`quyu client: ${line}\n`),
};
