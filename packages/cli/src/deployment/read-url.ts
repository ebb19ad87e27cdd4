import { readSecretVariable } from '@quyu/host';
import { CliError } from '../cli-error.js';

/** An address that a command needs from the environment: the variable, or the file that `<name>_FILE` names. */
export function readUrl(name: string, example: string): string {
  const remedy = `Set it to ${example}.`;
  const text = readGiven(name, remedy);
  if (!URL.canParse(text)) throw new CliError(`${name} is not an address.`, remedy);
  return text;
}

/** The same for what may be a list: the servers of a cluster, separated by commas. */
export function readUrls(name: string, example: string): string {
  const remedy = `Set it to ${example}, or to several separated by commas.`;
  const text = readGiven(name, remedy);
  const wrong = text.split(',').findIndex((each) => !URL.canParse(each.trim()));
  if (wrong < 0) return text;
  // The place and not the text, which may hold a password.
  const what = text.includes(',')
    ? `Address ${wrong + 1} of ${name} is not one.`
    : `${name} is not an address.`;
  throw new CliError(what, remedy);
}

function readGiven(name: string, remedy: string): string {
  const text = readSecretVariable(name, process.env);
  if (!text) throw new CliError(`${name} is not set.`, remedy);
  return text;
}
