import { type Command, InvalidArgumentError, Option } from 'commander';
import { addWhereOptions } from './where-options.js';

/** Reads a whole number of 1 or more. */
export function parseCount(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of 1 or more.');
}

/** Reads how many a second. */
export function parseRate(text: string): number {
  const rate = /^\d{1,5}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (rate >= 0.1 && rate <= 10_000) return rate;
  throw new InvalidArgumentError('It must be a number from 0.1 to 10000.');
}

/** The options by which letters are selected. */
export function addSelectOptions(command: Command): Command {
  return command
    .option('--service <id>', 'only this service')
    .option('--type <type>', 'all of this type, e.g. partner.enrolled.v1')
    .option('--group <group>', 'all that failed alike, as "dead list --groups" names it')
    .option('--aggregate <type/id>', 'all of this aggregate')
    .option('--all', 'all there are');
}

/** The options of what changes something. */
export function addChangeOptions(command: Command): Command {
  addSelectOptions(command)
    .option('--dry-run', 'only say what would happen')
    .addOption(new Option('--limit <count>', 'most of each service').argParser(parseLimit))
    .option('--json', 'print it as JSON');
  return addWhereOptions(command);
}

/** The options of a list. */
export function addListOptions(command: Command): Command {
  command
    .option('--service <id>', 'only this service')
    .addOption(new Option('--limit <count>', 'most to list').argParser(parseLimit).default(100))
    .option('--json', 'print it as JSON');
  return addWhereOptions(command);
}

function parseLimit(text: string): number {
  const count = parseCount(text);
  if (count <= 1000) return count;
  throw new InvalidArgumentError('It must be a whole number from 1 to 1000.');
}
