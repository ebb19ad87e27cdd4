import { readSecretVariable } from '@quyu/host';
import { CliError } from '../cli-error.js';

/** An address that a command needs from the environment: the variable, or the file that `<name>_FILE` names. */
export function readUrl(name: string, example: string): string {
  const remedy = `Set it to ${example}.`;
  const text = readGiven(name, remedy);
  if (!URL.canParse(text)) throw new CliError(`${name} is not an address.`, remedy);
  return text;
}

function readGiven(name: string, remedy: string): string {
  const text = readSecretVariable(name, process.env);
  if (!text) throw new CliError(`${name} is not set.`, remedy);
  return text;
}
