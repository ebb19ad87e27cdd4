import { type Command, InvalidArgumentError, Option } from 'commander';
import { addDead } from './events-dead.js';
import { addLook } from './events-look.js';
import { addParked } from './events-parked.js';
import { parseDuration } from './parse-options.js';

interface Options {
  readonly type?: `${string}.${string}.v${number}`;
  readonly service?: string;
  readonly aggregate?: string;
  readonly since?: number;
  readonly json?: true;
  readonly nats?: string;
  readonly state?: string;
}

const HELP = `
Examples:
  $ npm run quyu -- events tail
  $ npm run quyu -- events tail --type partner.enrolled.v1
  $ npm run quyu -- events tail --aggregate partner/0198c0de-0000-7000-8000-000000000001
  $ npm run --silent quyu -- events tail --service incentive --since 1h --json | head
`;

/** `quyu events` */
export function addEvents(program: Command): void {
  const events = program
    .command('events')
    .summary('hear what the services say, see to what went wrong 收听与处理事件')
    .description('Looks at the events, and sees to those that could not be handled or published.');
  addTail(events);
  addLook(events);
  addDead(events);
  addParked(events);
}

function addTail(events: Command): void {
  events
    .command('tail')
    .summary('show events as they happen 实时显示事件')
    .description(
      'Shows events as they happen, until Ctrl-C. It only looks: nothing is taken away from anybody.',
    )
    .addOption(new Option('--type <type>', 'only this type, e.g. partner.enrolled.v1').argParser(parseType))
    .option('--service <id>', 'only this service')
    .option('--aggregate <type/id>', 'only this aggregate; its id alone will do')
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
