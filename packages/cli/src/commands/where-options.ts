import type { Command } from 'commander';

/** Adds the options by which a command finds the platform. */
export function addWhereOptions(command: Command): Command {
  return command
    .option(
      '--url <url>',
      'address of the platform (default: QUYU_URL, else the one that runs from the state folder)',
    )
    .option(
      '--token <token>',
      'access token (default: QUYU_TOKEN, else that of who is logged in on the local platform, or of its operator)',
    )
    .option('--state <folder>', 'state folder of a local platform (default: .quyu beside quyu.config.ts)');
}
