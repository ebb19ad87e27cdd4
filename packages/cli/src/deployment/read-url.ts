import { CliError } from '../cli-error.js';

/** An address that a command needs from the environment. */
export function readUrl(name: string, example: string): string {
  const text = process.env[name];
  const remedy = `Set it to ${example}.`;
  if (!text) throw new CliError(`${name} is not set.`, remedy);
  if (!URL.canParse(text)) throw new CliError(`${name} is not an address.`, remedy);
  return text;
}
