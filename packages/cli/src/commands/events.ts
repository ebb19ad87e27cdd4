import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from './parse-options.js';

interface Options {
  readonly type?: `${string}.${string}.v${number}`;
  readonly service?: string;
  readonly since?: number;
  readonly json?: true;
  readonly nats?: string;
  readonly state?: string;
}

const HELP = `
Examples:
  $ npm run quyu -- events tail
  $ npm run quyu -- events tail --type partner.enrolled.v1
  $ npm run --silent quyu -- events tail --service incentive --since 1h --json | head
`;

/** `quyu events` */
export function addEvents(program: Command): void {
  const events = program
    .command('events')
    .summary('hear what the services say 收听事件')
    .description('Looks at the events.');
  events
    .command('tail')
    .summary('show events as they happen 实时显示事件')
    .description(
      'Shows events as they happen, until Ctrl-C. It only looks: nothing is taken away from anybody.',
    )
    .addOption(new Option('--type <type>', 'only this type, e.g. partner.enrolled.v1').argParser(parseType))
    .option('--service <id>', 'only this service')
    .addOption(
      new Option('--since <time>', 'begin so long ago, e.g. 10m; needs --type or --service').argParser(
        parseDuration,
      ),
    )
    .option('--json', 'one JSON document a line')
    .option(
      '--nats <url>',
      'the broker (default: QUYU_NATS_URL, else that of the platform that runs from the state folder)',
    )
    .option('--state <folder>', 'state folder of a local platform (default: .quyu beside quyu.config.ts)')
    .addHelpText('after', HELP)
    .action(tail);
}

async function tail(options: Options): Promise<void> {
  const { showEvents } = await import('../events/show-events.js');
  await showEvents(options);
}

function parseType(text: string): string {
  if (/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\.v\d+$/.test(text)) return text;
  throw new InvalidArgumentError('Write it like partner.enrolled.v1.');
}
